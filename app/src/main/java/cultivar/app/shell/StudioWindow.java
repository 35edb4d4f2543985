package cultivar.app.shell;

import cultivar.app.guide.GuideStep;
import cultivar.app.guide.GuideStrip;
import cultivar.runtime.job.Jobs;
import cultivar.ui.a11y.Shortcuts;
import cultivar.ui.control.NavItem;
import cultivar.ui.control.NavRail;
import cultivar.ui.control.StatusBar;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Navigator;
import cultivar.ui.screen.ScreenHost;
import cultivar.ui.theme.AppIcon;
import cultivar.ui.theme.Theme;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.kordamp.ikonli.feather.Feather;

/** The window: rail, guide, screen, status bar; and what closing it means. */
final class StudioWindow {
    private static final String GUIDE = "guide";
    private static final String THEME = "theme";

    private final StudioContext context;
    private final Runnable onClosed;
    private final Words words = new Words();
    private final Stage stage = new Stage();
    private final OverlayPane overlay;
    private final Places places;
    private final Navigator navigator;
    private final Journey journey;

    StudioWindow(StudioContext context, Runnable onClosed) {
        this.context = context;
        this.onClosed = onClosed;
        this.journey = new Journey(context.settings());
        BorderPane frame = new BorderPane();
        this.overlay = new OverlayPane(frame);
        this.places = new Places(context, overlay, words, journey);
        this.navigator = new Navigator(places::screen);
        places.navigateWith(navigator);

        NavRail rail = rail();
        StatusBar status = new StatusBar(context.tasks());
        var _ = new ShellStatus(status, context, words, navigator::go);
        ScreenHost host = new ScreenHost(navigator);
        VBox.setVgrow(host, Priority.ALWAYS);
        frame.setLeft(rail);
        frame.setCenter(new VBox(guide(), host));
        frame.setBottom(status);
        shortcuts();
        navigator.go(new Place.Datanets());
    }

    Stage stage() {
        return stage;
    }

    Navigator navigator() {
        return navigator;
    }

    OverlayPane root() {
        return overlay;
    }

    Places places() {
        return places;
    }

    /** Shows the window; the heavy work begins after its first frame. */
    void show() {
        Settings settings = context.settings().get();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = Math.min(Math.max(settings.width(), Settings.NARROWEST), screen.getWidth());
        double height = Math.min(Math.max(settings.height(), Settings.LOWEST), screen.getHeight());
        Scene scene = new Scene(overlay, width, height);
        var _ = context.themes().apply(scene);
        stage.setScene(scene);
        stage.setTitle(words.get("title"));
        stage.setMinWidth(Math.min(Settings.NARROWEST, screen.getWidth()));
        stage.setMinHeight(Math.min(Settings.LOWEST, screen.getHeight()));
        stage.setMaximized(settings.maximised());
        stage.setOnCloseRequest(this::closeAsked);
        Launch.afterFirstFrame(scene, () -> {
            // Drawing the icons takes a moment that the first frame need not wait for.
            stage.getIcons().setAll(AppIcon.images());
            places.open();
            context.engine().start(words.get("engine.starting.task"));
        });
        stage.show();
    }

    private NavRail rail() {
        List<NavItem> top = List.of(Section.values()).stream()
                .filter(section -> section != Section.SETTINGS)
                .map(this::item)
                .toList();
        List<NavItem> bottom = List.of(
                new NavItem(GUIDE, Feather.COMPASS, words.get("nav.guide")),
                new NavItem(THEME, Feather.SUN, words.get("nav.theme")),
                item(Section.SETTINGS));
        NavRail rail = new NavRail(words.get("title"), top, bottom).onSelect(this::pressed);
        navigator
                .routeProperty()
                .subscribe(route -> rail.selectedProperty()
                        .set(route instanceof Place place ? place.section().id() : null));
        places.running().subscribe(running -> rail.setDot(Section.RUNS.id(), running));
        return rail;
    }

    private NavItem item(Section section) {
        return new NavItem(section.id(), section.icon(), words.get("nav." + section.id()), section.keys());
    }

    private void pressed(String id) {
        switch (id) {
            case GUIDE -> journey.show(!journey.shownProperty().get());
            case THEME ->
                context.settings()
                        .change(settings -> settings.withTheme(
                                context.themes().darkProperty().get() ? Theme.LIGHT : Theme.DARK));
            default -> navigator.go(Section.of(id).place());
        }
    }

    private GuideStrip guide() {
        GuideStrip strip = new GuideStrip(journey.progressProperty(), this::step, () -> journey.show(false));
        strip.visibleProperty().bind(journey.shownProperty());
        strip.managedProperty().bind(journey.shownProperty());
        return strip;
    }

    private void step(GuideStep step) {
        places.guide(step);
    }

    private void shortcuts() {
        for (Section section : Section.values()) {
            var _ = Shortcuts.on(overlay, section.keys(), () -> navigator.go(section.place()));
        }
        var _ = Shortcuts.on(overlay, new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN), navigator::back);
        context.settings()
                .settingsProperty()
                .map(Settings::theme)
                .subscribe(theme -> context.themes().themeProperty().set(theme));
    }

    private void closeAsked(WindowEvent event) {
        event.consume();
        if (!places.running().get()) {
            close(Jobs.OnClose.PAUSE);
            return;
        }
        if (context.settings().get().keepTraining()) {
            close(Jobs.OnClose.KEEP);
            return;
        }
        var _ = CloseQuestion.ask(overlay.dialogs(), words, places.runningTitle())
                .thenAccept(answer -> {
                    switch (answer) {
                        case STAY -> {}
                        case KEEP_TRAINING -> close(Jobs.OnClose.KEEP);
                        case PAUSE -> close(Jobs.OnClose.PAUSE);
                    }
                });
    }

    /**
     * Saves what is to be remembered and closes the window.
     *
     * @param what becomes of a run that goes on
     */
    void close(Jobs.OnClose what) {
        Settings settings = context.settings().get();
        boolean full = stage.isMaximized();
        Scene scene = stage.getScene();
        context.settings()
                .change(old -> full
                        ? old.withWindow(settings.width(), settings.height(), true)
                        : old.withWindow(scene.getWidth(), scene.getHeight(), false));
        context.settings().flush();
        stage.hide();
        // A run that is to stop saves its checkpoint now; that takes a moment and must not be cut off.
        places.close(what);
        // Where the home never opened, nobody else closes it.
        context.link().close(what);
        context.engine().close();
        context.tasks().close();
        onClosed.run();
    }
}
