package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.signing.Amounts;
import java.math.BigInteger;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The networks: which may be sent on, through which node, and up to which sum without the password. */
final class NetworksCard {
    private final Words words;
    private final NetworkDesk desk;
    private final VBox rows = new VBox(12);

    /** A network, and what is allowed on it. */
    record Row(Network network, NetworkRules rules) {}

    /** A card that is empty until it is shown something. */
    NetworksCard(Words words, NetworkDesk desk) {
        this.words = words;
        this.desk = desk;
    }

    Node root() {
        Button add = Buttons.secondary(words.get("networks.add"), Feather.PLUS, desk::add);
        add.setId("networks-add");
        return Card.titled(words.get("networks.title"), rows).actions(add);
    }

    void show(List<Row> found) {
        rows.getChildren().setAll(found.stream().map(this::row).toList());
    }

    void fail(String line) {
        Label text = Texts.body(line);
        text.getStyleClass().add("error-text");
        rows.getChildren().setAll(text);
    }

    private Node row(Row row) {
        Network network = row.network();
        NetworkRules rules = row.rules();
        Label name = new Label(network.label());
        name.getStyleClass().add("strong");
        String word = network.isEmbedded() ? "network.demo" : network.demo() ? "network.test" : "network.real";
        Badge mark = new Badge(words.get(word), network.demo() ? Tone.INFO : Tone.DANGER);
        HBox head = new HBox(8, name, mark);
        head.setAlignment(Pos.CENTER_LEFT);
        if (!rules.enabled()) {
            head.getChildren().add(new Badge(words.get("networks.off"), Tone.NEUTRAL));
        }
        Label what = Texts.caption(
                words.get("networks.line", Long.toString(network.chainId()), network.coin(), limits(network, rules)));
        VBox text = new VBox(2, head, what);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox out = new HBox(6, text);
        out.setAlignment(Pos.CENTER_LEFT);
        actions(network, rules).forEach(out.getChildren()::add);
        return out;
    }

    private String limits(Network network, NetworkRules rules) {
        BigInteger one = rules.perTransaction();
        BigInteger day = rules.perDay();
        if (one == null) {
            return day == null
                    ? words.get("networks.limit.none")
                    : words.get("networks.limit.daily", Amounts.coin(day, network.coin()));
        }
        return day == null
                ? words.get("networks.limit", Amounts.coin(one, network.coin()))
                : words.get(
                        "networks.limit.both", Amounts.coin(one, network.coin()), Amounts.coin(day, network.coin()));
    }

    private List<Button> actions(Network network, NetworkRules rules) {
        Button settings = Buttons.icon(
                Feather.SLIDERS, words.get("networks.edit", network.label()), () -> desk.edit(network, rules));
        settings.setId("network-edit-" + network.name());
        if (network.isEmbedded()) {
            return List.of(settings);
        }
        Button toggle = rules.enabled()
                ? Buttons.quiet(words.get("networks.disable"), null, () -> desk.enable(network, false))
                : Buttons.secondary(words.get("networks.enable"), null, () -> desk.enable(network, true));
        toggle.setId("network-toggle-" + network.name());
        boolean own =
                Network.presets().stream().noneMatch(preset -> preset.name().equals(network.name()));
        if (!own) {
            return List.of(settings, toggle);
        }
        Button remove = Buttons.icon(
                Feather.TRASH_2, words.get("networks.remove", network.label()), () -> desk.remove(network));
        remove.setId("network-remove-" + network.name());
        return List.of(settings, remove, toggle);
    }
}
