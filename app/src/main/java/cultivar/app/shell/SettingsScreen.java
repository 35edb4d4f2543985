package cultivar.app.shell;

import cultivar.app.layout.Columns;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.Screen;
import cultivar.ui.theme.Theme;
import cultivar.wallet.chain.Network;
import java.net.URI;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;

/** Theme, home, network, the hosts that may be contacted, licence. */
final class SettingsScreen implements Screen {
    private final StudioContext context;
    private final Words words;
    private final Page page;

    SettingsScreen(StudioContext context, Words words, Journey journey) {
        this.context = context;
        this.words = words;
        VBox left = new VBox(16, looks(journey), home());
        VBox right = new VBox(16, network(), hosts(), about());
        page = new Page(words.get("settings.title"), words.get("settings.subtitle"))
                .scrollingBody(Columns.of(left, right));
    }

    @Override
    public Node view() {
        return page;
    }

    private Node looks(Journey journey) {
        SegmentedButton themes = new SegmentedButton();
        for (Theme theme : Theme.values()) {
            ToggleButton button =
                    new ToggleButton(words.get("settings.theme." + theme.name().toLowerCase(Locale.ROOT)));
            // Pressing the chosen one again must not leave none chosen.
            button.setOnAction(event -> {
                button.setSelected(true);
                context.settings().change(old -> old.withTheme(theme));
            });
            context.settings().settingsProperty().subscribe(settings -> button.setSelected(settings.theme() == theme));
            themes.getButtons().add(button);
        }
        Node guide = Buttons.secondary(words.get("settings.guide"), Feather.COMPASS, () -> journey.show(true));
        return Card.titled(
                words.get("settings.looks"),
                new Field(words.get("settings.theme"), themes),
                Texts.caption(words.get("settings.guide.text")),
                guide);
    }

    private Node home() {
        return Card.titled(
                words.get("settings.home"),
                Texts.caption(words.get("settings.home.text")),
                new KeyValueGrid()
                        .mono(
                                words.get("settings.home.folder"),
                                context.home().root().toString()));
    }

    private Node network() {
        ComboBox<Network> choice = new ComboBox<>();
        choice.getItems().setAll(StudioContext.networks());
        choice.valueProperty().bindBidirectional(context.network());
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Network network) {
                return network == null ? "" : network.label();
            }

            @Override
            public Network fromString(String text) {
                throw new UnsupportedOperationException("networks are chosen, not typed");
            }
        });
        VBox says = new VBox(10);
        context.network()
                .subscribe(network -> says.getChildren()
                        .setAll(
                                new Badge(
                                        words.get(network.demo() ? "settings.network.demo" : "settings.network.real"),
                                        network.demo() ? Tone.INFO : Tone.WARNING),
                                Texts.caption(words.get(
                                        network.isEmbedded()
                                                ? "settings.network.embedded"
                                                : network.registry() == null
                                                        ? "settings.network.registry"
                                                        : "settings.network.public"))));
        return Card.titled(words.get("settings.network"), new Field(words.get("settings.network.name"), choice), says);
    }

    private Node hosts() {
        VBox list = new VBox(8);
        context.network().subscribe(network -> {
            String rpc = network.rpc();
            if (rpc == null) {
                list.getChildren().setAll(Texts.body(words.get("settings.hosts.none")));
            } else {
                HBox row = new HBox(
                        10,
                        Texts.mono(String.valueOf(URI.create(rpc).getHost())),
                        Texts.caption(words.get("settings.hosts.node", network.label())));
                row.setAlignment(Pos.CENTER_LEFT);
                list.getChildren().setAll(row);
            }
        });
        return Card.titled(words.get("settings.hosts"), Texts.caption(words.get("settings.hosts.text")), list);
    }

    private Node about() {
        return Card.titled(
                words.get("settings.about"),
                new KeyValueGrid()
                        .text(words.get("settings.about.version"), words.get("version"))
                        .text(words.get("settings.about.licence"), words.get("settings.about.apache"))
                        .text(
                                words.get("settings.about.java"),
                                Runtime.version().feature() + ", JavaFX " + System.getProperty("javafx.version", "")));
    }
}
