package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Field;
import cultivar.ui.control.HelpTip;
import cultivar.ui.control.Page;
import cultivar.ui.control.StatTile;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.rewards.TreeGap;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The rewards' nodes. */
final class RewardsView {
    private static final int MOST_GAPS = 40;

    private final RewardsScreen presenter;
    private final Words words;
    private final VBox column = new VBox(16);
    private final Field whose;
    private final ComboBox<Account> choice = new ComboBox<>();
    private final BooleanProperty claimable = new SimpleBooleanProperty(this, "claimable");
    private final StatePane states;
    private final Page page;

    RewardsView(RewardsScreen presenter, Words words) {
        this.presenter = presenter;
        this.words = words;
        choice.setId("rewards-account");
        choice.setConverter(new Names());
        choice.valueProperty().bindBidirectional(presenter.account());
        whose = new Field(words.get("rewards.account"), choice);
        column.setMaxWidth(860);
        HBox body = new HBox(column);
        HBox.setHgrow(column, Priority.ALWAYS);
        page = new Page(words.get("rewards.title"), words.get("rewards.subtitle"));
        page.scrollingBody(body);
        states = new StatePane(page.getChildren().getLast()).loading(words.get("rewards.loading"));
        states.onRetry(presenter::retry);
        Button again = Buttons.icon(Feather.REFRESH_CW, words.get("rewards.again"), presenter::read);
        again.setId("rewards-again");
        Button take = Buttons.secondary(words.get("rewards.import"), Feather.FILE_PLUS, presenter::importTrees);
        take.setId("rewards-import");
        Button claim = Buttons.primary(words.get("rewards.claim"), Feather.DOWNLOAD, presenter::claimAll);
        claim.setId("rewards-claim");
        claim.disableProperty().bind(claimable.not().or(presenter.claiming()));
        claim.textProperty()
                .bind(Bindings.when(presenter.claiming())
                        .then(words.get("rewards.claiming"))
                        .otherwise(words.get("rewards.claim")));
        page.body(states)
                .leading(Buttons.icon(Feather.ARROW_LEFT, words.get("rewards.back"), presenter::back))
                .actions(again, take, claim);
        page.getStylesheets()
                .add(Objects.requireNonNull(RewardsView.class.getResource("wallet.css"))
                        .toExternalForm());
    }

    Node root() {
        return page;
    }

    void accounts(List<Account> accounts) {
        if (!choice.getItems().equals(accounts)) {
            choice.getItems().setAll(accounts);
        }
    }

    void showLoading() {
        state(ScreenState.LOADING);
    }

    void showNoWallet() {
        Button go = Buttons.primary(words.get("rewards.nowallet.action"), Feather.CREDIT_CARD, presenter::back);
        states.empty(Feather.CREDIT_CARD, words.get("empty.title"), words.get("rewards.nowallet.text"), go);
        state(ScreenState.EMPTY);
    }

    void showNoBeginning(Network network) {
        Button choose = Buttons.primary(
                words.get("rewards.from.open"), Feather.SEARCH, () -> presenter.chooseBeginning(network));
        choose.setId("rewards-from");
        states.empty(
                Feather.SEARCH,
                words.get("rewards.from.empty", network.label()),
                words.get("rewards.from.text"),
                choose);
        state(ScreenState.EMPTY);
    }

    void fail(Failure failure) {
        claimable.set(false);
        states.fail(failure);
    }

    private void state(ScreenState now) {
        claimable.set(false);
        states.stateProperty().set(now);
    }

    void show(RewardsFound found, Path folder) {
        RewardStatement statement = found.statement();
        page.subtitle()
                .setText(words.get(
                        "rewards.subtitle.network",
                        found.account().name(),
                        found.network().label()));
        if (statement.pots().isEmpty()
                && statement.damages().isEmpty()
                && choice.getItems().size() == 1) {
            empty(found, folder);
            return;
        }
        column.getChildren().clear();
        if (choice.getItems().size() > 1) {
            column.getChildren().add(whose);
        }
        column.getChildren().add(summary(found));
        if (found.waiting().isPresent()) {
            column.getChildren()
                    .add(new ReviewParts(words, new SigningModel())
                            .row(Tone.INFO, Feather.CLOCK, words.get("rewards.waiting")));
        }
        if (!statement.damages().isEmpty()) {
            column.getChildren().add(damages(found));
        }
        if (statement.pots().isEmpty()) {
            column.getChildren()
                    .add(Card.titled(words.get("rewards.empty.title"), Texts.body(emptyText(found, folder))));
        }
        for (PotShare pot : statement.pots()) {
            column.getChildren().add(new PotCard(words, presenter, found, pot).root());
        }
        missing(found, folder);
        state(ScreenState.READY);
        claimable.set(found.claim().isPresent() && found.account().canSign());
    }

    private void empty(RewardsFound found, Path folder) {
        Button take = Buttons.primary(words.get("rewards.import"), Feather.FILE_PLUS, presenter::importTrees);
        states.empty(Feather.GIFT, words.get("rewards.empty.title"), emptyText(found, folder), take);
        state(ScreenState.EMPTY);
    }

    private String emptyText(RewardsFound found, Path folder) {
        int posted = found.statement().gaps().size();
        return posted == 0
                ? words.get("rewards.empty.text", found.network().label(), folder.toString())
                : words.get("rewards.empty.posted", posted, found.network().label(), folder.toString());
    }

    private Node summary(RewardsFound found) {
        HBox tiles = new HBox(
                16,
                tile("claimable", found.sum(words, RewardsFound::claimable), Tone.SUCCESS),
                tile("locked", found.sum(words, PotShare::locked), Tone.NEUTRAL),
                tile("paid", found.sum(words, PotShare::claimed), Tone.NEUTRAL));
        return new Card(tiles);
    }

    private Node tile(String key, String amount, Tone tone) {
        StatTile tile = new StatTile(words.get("rewards.sum." + key), amount, "");
        tile.setId("rewards-" + key);
        tile.setTone(tone);
        HBox box = new HBox(2, tile, new HelpTip(words.get("rewards.sum." + key + ".help")));
        box.setAlignment(Pos.TOP_LEFT);
        box.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private Node damages(RewardsFound found) {
        ReviewParts parts = new ReviewParts(words, new SigningModel());
        VBox box = new VBox(8);
        box.setId("rewards-damages");
        for (TreeGap gap : found.statement().gaps()) {
            gap.damage()
                    .ifPresent(damage -> box.getChildren()
                            .add(parts.row(
                                    Tone.DANGER,
                                    Feather.ALERT_OCTAGON,
                                    words.get(
                                            "rewards.damaged.line",
                                            epoch(gap),
                                            found.adapter(gap.adapter()),
                                            damage))));
        }
        return Card.titled(words.get("rewards.damaged.title"), Texts.body(words.get("rewards.damaged.text")), box);
    }

    private static String epoch(TreeGap gap) {
        return Long.toString(gap.posted().epoch());
    }

    private void missing(RewardsFound found, Path folder) {
        List<TreeGap> gaps = found.statement().gaps().stream()
                .filter(gap -> gap.damage().isEmpty())
                .toList();
        if (gaps.isEmpty()) {
            return;
        }
        VBox lines = new VBox(4);
        gaps.reversed().stream()
                .limit(MOST_GAPS)
                .forEach(gap -> lines.getChildren()
                        .add(Texts.body(words.get("rewards.missing.line", epoch(gap), found.adapter(gap.adapter())))));
        String path = folder.toString();
        Label where = Texts.mono(path);
        where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        where.setMinWidth(60);
        HBox copy = new HBox(2, where, new CopyButton(words.get("rewards.folder.copy"), () -> path));
        copy.setAlignment(Pos.CENTER_LEFT);
        TitledPane pane = new TitledPane(
                words.get("rewards.missing.title", gaps.size()),
                new VBox(10, Texts.muted(words.get("rewards.missing.text")), copy, lines));
        pane.setId("rewards-missing");
        pane.setAnimated(false);
        pane.setExpanded(false);
        column.getChildren().add(pane);
    }

    /** Accounts by name and address. */
    private static final class Names extends StringConverter<Account> {
        @Override
        public String toString(@Nullable Account account) {
            return account == null
                    ? ""
                    : account.name() + "  " + account.address().shortForm();
        }

        @Override
        public Account fromString(String text) {
            throw new UnsupportedOperationException("accounts are chosen, not typed");
        }
    }
}
