package cultivar.app.shell;

import cultivar.app.hub.view.HubCard;
import cultivar.app.layout.Columns;
import cultivar.runtime.hub.HubEnvironment;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.theme.Theme;
import cultivar.wallet.chain.Network;
import cultivar.wallet.view.NetworkChoice;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;

/** Theme, training, answers, home, network, the hosts that may be contacted, licence. */
final class SettingsScreen implements Screen {
    private final StudioContext context;
    private final OverlayPane overlay;
    private final Words words;
    private final AnsweringCard answers;
    private final Page page;

    SettingsScreen(StudioContext context, OverlayPane overlay, Words words, Journey journey) {
        this.context = context;
        this.overlay = overlay;
        this.words = words;
        answers = new AnsweringCard(context, words);
        VBox left = new VBox(16, looks(journey), answers.root(), training(), home());
        VBox right = new VBox(16, network(), hub(), hosts(), about());
        page = new Page(words.get("settings.title"), words.get("settings.subtitle"))
                .scrollingBody(Columns.of(left, right));
    }

    @Override
    public Node view() {
        return page;
    }

    @Override
    public void onShow(Lifecycle scope) {
        answers.onShow(scope);
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

    private Node training() {
        CheckBox keep = new CheckBox(words.get("settings.training.keep"));
        keep.setOnAction(event -> context.settings().change(old -> old.withKeepTraining(keep.isSelected())));
        context.settings().settingsProperty().subscribe(settings -> keep.setSelected(settings.keepTraining()));
        return Card.titled(words.get("settings.training"), keep, Texts.caption(words.get("settings.training.text")));
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

    private Node hub() {
        return new HubCard(
                        context.models(),
                        context.tasks(),
                        overlay.dialogs(),
                        overlay.notifications(),
                        context.settings().get().hubEndpoint(),
                        address -> context.settings().change(old -> old.withHubEndpoint(address)))
                .root();
    }

    private Node network() {
        NetworkChoice choice = new NetworkChoice(context.networks(), context.network());
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
                                                : network.contracts() == null
                                                        ? "settings.network.contracts"
                                                        : "settings.network.public"))));
        return Card.titled(words.get("settings.network"), new Field(words.get("settings.network.name"), choice), says);
    }

    private Node hosts() {
        VBox node = new VBox(8);
        Runnable list = () -> node.getChildren()
                .setAll(context.networks().get().stream()
                        .flatMap(network -> host(network).stream())
                        .toList());
        context.networks().subscribe(list);
        context.network().subscribe(list);
        list.run();
        VBox hub = new VBox();
        context.settings()
                .settingsProperty()
                .map(Settings::hubEndpoint)
                .subscribe(address -> hub.getChildren()
                        .setAll(host(
                                System.getenv()
                                        .getOrDefault(
                                                "HF_ENDPOINT", address.isEmpty() ? HubEnvironment.PUBLIC : address),
                                words.get("settings.hosts.hub"))));
        return Card.titled(
                words.get("settings.hosts"), Texts.caption(words.get("settings.hosts.text")), new VBox(8, hub, node));
    }

    private Optional<Node> host(Network network) {
        boolean chosen = network.name().equals(context.network().get().name());
        String key = chosen ? "settings.hosts.node" : "settings.hosts.node.other";
        return Optional.ofNullable(network.rpc()).map(rpc -> host(rpc, words.get(key, network.label())));
    }

    private static Node host(String address, String what) {
        Label text = Texts.caption(what);
        HBox.setHgrow(text, Priority.ALWAYS);
        Label name = Texts.mono(hostOf(address));
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(10, name, text);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }

    /** What the environment says may be no address at all. */
    private static String hostOf(String address) {
        try {
            return String.valueOf(URI.create(address).getHost());
        } catch (IllegalArgumentException e) {
            return address;
        }
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
