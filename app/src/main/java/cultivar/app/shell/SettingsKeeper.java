package cultivar.app.shell;

import cultivar.ui.task.TaskRunner;
import java.io.IOException;
import java.util.function.UnaryOperator;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings while the studio runs: changed on the FX thread, saved a moment later beside it. */
final class SettingsKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsKeeper.class);
    private static final Duration SETTLE = Duration.millis(500);

    private final SettingsFile file;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final PauseTransition settle = new PauseTransition(SETTLE);

    SettingsKeeper(SettingsFile file, Settings loaded, TaskRunner tasks) {
        this.file = file;
        this.settings = new ReadOnlyObjectWrapper<>(this, "settings", loaded);
        settle.setOnFinished(event -> {
            Settings now = settings.get();
            var _ = tasks.loadAction("settings", context -> file.save(now));
        });
    }

    ReadOnlyObjectProperty<Settings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    Settings get() {
        return settings.get();
    }

    void change(UnaryOperator<Settings> change) {
        Settings next = change.apply(settings.get());
        if (!next.equals(settings.get())) {
            settings.set(next);
            settle.playFromStart();
        }
    }

    /** Saves what waits, on the calling thread. */
    void flush() {
        settle.stop();
        try {
            file.save(settings.get());
        } catch (IOException e) {
            LOG.warn("The settings could not be saved: {}", e.getMessage());
        }
    }
}
