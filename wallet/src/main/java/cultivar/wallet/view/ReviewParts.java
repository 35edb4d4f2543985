package cultivar.wallet.view;

import atlantafx.base.controls.RingProgressIndicator;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.Account;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Caution;
import cultivar.wallet.signing.Change;
import cultivar.wallet.signing.Forecast;
import cultivar.wallet.signing.Line;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Recipient;
import cultivar.wallet.signing.Review;
import cultivar.wallet.signing.Standing;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The parts of a signing dialog, each from what is known about the request. */
final class ReviewParts {
    private final Words words;
    private final SigningModel model;

    ReviewParts(Words words, SigningModel model) {
        this.words = words;
        this.model = model;
    }

    Label sentence(String text) {
        Label label = Texts.body(text);
        label.getStyleClass().add("signing-sentence");
        label.setId("signing-sentence");
        return label;
    }

    /** What whoever asks wants it for, above what it does. */
    Node purpose(String text) {
        Label label = Texts.muted(text);
        label.setId("signing-purpose");
        return label;
    }

    Node looking() {
        RingProgressIndicator ring = new RingProgressIndicator();
        ring.setAccessibleText(words.get("sign.looking"));
        ring.setMinSize(20, 20);
        ring.setMaxSize(20, 20);
        HBox line = new HBox(10, ring, Texts.muted(words.get("sign.looking")));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /** A coloured row with a sign and a sentence. */
    HBox row(Tone tone, Ikon icon, String text) {
        Label label = Texts.body(text);
        HBox.setHgrow(label, Priority.ALWAYS);
        HBox line = new HBox(10, new FontIcon(icon), label);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("signing-row");
        tone.dress(line);
        return line;
    }

    Node meaning(Meaning meaning) {
        VBox box = new VBox(10);
        switch (meaning) {
            case Meaning.Known(String sentence, List<Line> lines, List<Caution> cautions, Optional<Address> to) -> {
                box.getChildren().add(sentence(sentence));
                cautions.forEach(caution -> box.getChildren().add(caution(caution)));
            }
            case Meaning.Unknown(String why, List<Line> lines) ->
                box.getChildren()
                        .addAll(
                                sentence(words.get("sign.blind")),
                                row(Tone.DANGER, Feather.ALERT_OCTAGON, words.get("sign.blind.text", why)));
            case Meaning.Forbidden(String why) ->
                box.getChildren().addAll(sentence(words.get("sign.forbidden")), row(Tone.DANGER, Feather.SLASH, why));
        }
        return box;
    }

    private Node caution(Caution caution) {
        return switch (caution.weight()) {
            case NOTE -> row(Tone.INFO, Feather.INFO, caution.text());
            case WARNING -> row(Tone.WARNING, Feather.ALERT_TRIANGLE, caution.text());
            case DANGER -> row(Tone.DANGER, Feather.ALERT_OCTAGON, caution.text());
        };
    }

    /** A chain whose coin is worth something has a colour and a word of its own. */
    Node network(Network network) {
        Label name = new Label(network.label());
        name.getStyleClass().add("strong");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        String word = network.isEmbedded() ? "network.demo" : network.demo() ? "network.test" : "network.real";
        Badge mark = new Badge(words.get(word), network.demo() ? Tone.INFO : Tone.DANGER);
        mark.setId("signing-network");
        HBox line = new HBox(10, new FontIcon(Feather.GLOBE), name, gap, mark);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("signing-network", network.demo() ? "demo" : "real");
        return line;
    }

    /** The most that a fee can cost. */
    Node fee(BigInteger wei, Network network) {
        Label most = new Label(words.get("sign.total.value", Amounts.coin(wei, network.coin())));
        most.setId("signing-fee");
        most.getStyleClass().add("strong");
        return spread(Texts.muted(words.get("sent.fee")), most);
    }

    private static HBox spread(Node left, Node right) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(10, left, gap, right);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    Node parties(Account account, Optional<Recipient> recipient) {
        VBox box = new VBox(8, party(words.get("sign.account"), account.name(), account.address()));
        recipient.ifPresent(found -> {
            String name = switch (found.standing()) {
                case Standing.Own(String own) -> words.get("sign.standing.own", own);
                case Standing.Known(String known) -> words.get("sign.standing.known", known);
                case Standing.Used() -> words.get("sign.standing.used");
                case Standing.New() -> words.get("sign.standing.new");
                case Standing.LookAlike _ -> words.get("sign.standing.alike");
            };
            box.getChildren().add(party(words.get("sign.recipient"), name, found.address()));
            switch (found.standing()) {
                case Standing.New() ->
                    box.getChildren().add(row(Tone.WARNING, Feather.USER_X, words.get("sign.new.text")));
                case Standing.LookAlike(Address other, String otherName) -> {
                    box.getChildren()
                            .add(row(Tone.DANGER, Feather.ALERT_OCTAGON, words.get("sign.alike.text", otherName)));
                    box.getChildren().add(party(words.get("sign.alike.other"), otherName, other));
                }
                case Standing.Own _, Standing.Known _, Standing.Used _ -> {}
            }
        });
        return box;
    }

    /** An address is never shortened here: people are to compare all of it. */
    private Node party(String label, String name, Address address) {
        Label what = Texts.muted(label);
        what.setMinWidth(78);
        Label who = new Label(name);
        who.getStyleClass().add("strong");
        who.setWrapText(true);
        Label where = Texts.mono(address.toString());
        where.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(2, where, new CopyButton(words.get("address.copy", name), address::toString));
        line.setAlignment(Pos.CENTER_LEFT);
        HBox out = new HBox(10, what, new VBox(1, who, line));
        out.getStyleClass().add("signing-party");
        return out;
    }

    Node forecast(Review.OfSend send, Runnable demoCoin) {
        VBox box = new VBox(6);
        box.setId("signing-forecast");
        switch (send.forecast()) {
            case Forecast.Succeeds(BigInteger gas, List<Change> changes, boolean traced) -> {
                box.getChildren().add(Texts.overline(words.get("sign.changes")));
                if (changes.isEmpty()) {
                    box.getChildren().add(Texts.body(words.get(traced ? "sign.changes.none" : "sign.changes.untold")));
                }
                changes.forEach(change -> box.getChildren().add(change(change, send)));
                if (!traced && !changes.isEmpty()) {
                    box.getChildren().add(Texts.caption(words.get("sign.changes.untold")));
                }
                box.getChildren().add(Texts.caption(words.get("sign.tried")));
            }
            case Forecast.Refused(String reason) ->
                box.getChildren().add(row(Tone.DANGER, Feather.X_OCTAGON, words.get("sign.failing", reason)));
            case Forecast.TooPoor _ -> {}
        }
        box.getChildren().add(poor(send, demoCoin));
        return box;
    }

    private Node poor(Review.OfSend send, Runnable demoCoin) {
        String coin = send.request().network().coin();
        HBox line = row(Tone.DANGER, Feather.ALERT_OCTAGON, "");
        if (line.getChildren().getLast() instanceof Label text) {
            text.textProperty()
                    .bind(model.speed()
                            .map(speed -> words.get(
                                    "sign.poor",
                                    Amounts.coin(send.balance(), coin),
                                    Amounts.coin(send.total(speed), coin))));
        }
        if (send.request().network().isEmbedded()) {
            Button take = Buttons.secondary(words.get("faucet"), Feather.DROPLET, demoCoin);
            take.setId("signing-faucet");
            line.getChildren().add(take);
        }
        line.visibleProperty().bind(model.speed().map(send::isTooPoor));
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private Node change(Change change, Review.OfSend send) {
        boolean mine = change.who().equals(send.request().account().address());
        String who = mine
                ? words.get("sign.you")
                : send.recipient()
                        .filter(recipient -> recipient.address().equals(change.who()))
                        .map(recipient -> words.get("sign.recipient"))
                        .orElseGet(change.who()::shortForm);
        Label name = new Label(who);
        name.setMinWidth(78);
        if (mine) {
            name.getStyleClass().add("strong");
        }
        String text = switch (change.kind()) {
            case GAIN -> "+ " + change.what();
            case LOSS -> "\u2212 " + change.what();
            case PERMISSION, REVOCATION -> change.what();
        };
        Label what = new Label(text);
        what.setWrapText(true);
        what.getStyleClass().add("signing-change");
        Tone tone = switch (change.kind()) {
            case GAIN, REVOCATION -> Tone.SUCCESS;
            case LOSS -> Tone.NEUTRAL;
            case PERMISSION -> Tone.WARNING;
        };
        tone.dress(what);
        HBox line = new HBox(10, name, what);
        line.setAlignment(Pos.BASELINE_LEFT);
        return line;
    }

    Node cost(Review.OfSend send) {
        String coin = send.request().network().coin();
        ToggleGroup group = new ToggleGroup();
        HBox choices = new HBox();
        for (Speed speed : Speed.values()) {
            String name = words.get("sign.speed." + speed.name().toLowerCase(Locale.ROOT));
            ToggleButton choice = new ToggleButton(words.get(
                    "sign.speed.value", name, Words.coin(send.fee(speed), "").strip()));
            choice.setTextAlignment(TextAlignment.CENTER);
            choice.setUserData(speed);
            choice.setId("signing-speed-" + speed.name().toLowerCase(Locale.ROOT));
            choice.setToggleGroup(group);
            choice.getStyleClass()
                    .add(speed == Speed.SLOW ? "left-pill" : speed == Speed.FAST ? "right-pill" : "center-pill");
            choice.setSelected(speed == model.speed().get());
            choice.setMaxWidth(Double.MAX_VALUE);
            choice.setAccessibleText(words.get("sign.speed.accessible", name, Words.coin(send.fee(speed), coin)));
            HBox.setHgrow(choice, Priority.ALWAYS);
            choices.getChildren().add(choice);
        }
        group.selectedToggleProperty().addListener((all, before, now) -> {
            if (now == null) {
                group.selectToggle(before);
            } else if (now.getUserData() instanceof Speed speed) {
                model.speed().set(speed);
            }
        });
        Label total = new Label();
        total.setId("signing-total");
        total.getStyleClass().add("strong");
        total.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(
                                "sign.total.value",
                                Amounts.coin(send.total(model.speed().get()), coin)),
                        model.speed()));
        return new VBox(
                8,
                Texts.overline(words.get("sign.fee", coin)),
                choices,
                spread(Texts.muted(words.get("sign.total")), total));
    }

    Node details(Review review) {
        KeyValueGrid grid = new KeyValueGrid();
        switch (review.meaning()) {
            case Meaning.Known known -> known.lines().forEach(line -> add(grid, line));
            case Meaning.Unknown unknown -> unknown.lines().forEach(line -> add(grid, line));
            case Meaning.Forbidden _ -> {}
        }
        switch (review) {
            case Review.OfSend send -> {
                grid.text(words.get("sign.nonce"), Long.toString(send.nonce()));
                grid.text(words.get("sign.gas"), send.gasLimit().toString());
                if (send.request().draft().data().length > 0) {
                    grid.mono(
                            words.get("sign.raw"),
                            Hex.encode(send.request().draft().data()));
                }
            }
            case Review.OfMessage message -> grid.mono(words.get("sign.raw"), message.json());
        }
        TitledPane pane = new TitledPane(words.get("sign.details"), grid);
        pane.setId("signing-details");
        pane.setAnimated(false);
        // What cannot be read is not hidden: somebody who insists is to see it.
        pane.setExpanded(review.meaning() instanceof Meaning.Unknown);
        return pane;
    }

    private static void add(KeyValueGrid grid, Line line) {
        switch (line.kind()) {
            case WORDS -> grid.text(line.label(), line.value());
            case MACHINE -> grid.mono(line.label(), line.value());
        }
    }
}
