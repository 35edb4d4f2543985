package cultivar.app.shell;

import cultivar.app.guide.GuideProgress;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How far a newcomer is on the guided path. What files and chain cannot tell is kept in the settings. */
final class Journey {
    private final SettingsKeeper settings;
    private final ReadOnlyObjectWrapper<GuideProgress> progress;
    private final ReadOnlyBooleanWrapper shown;

    Journey(SettingsKeeper settings) {
        this.settings = settings;
        Settings now = settings.get();
        progress = new ReadOnlyObjectWrapper<>(
                this, "progress", new GuideProgress(false, false, now.triedAdapter(), false, now.verified()));
        shown = new ReadOnlyBooleanWrapper(this, "shown", now.guide());
    }

    ReadOnlyObjectProperty<GuideProgress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    void show(boolean visible) {
        shown.set(visible);
        settings.change(old -> old.withGuide(visible, old.triedAdapter(), old.verified()));
    }

    void picked() {
        GuideProgress at = progress.get();
        progress.set(new GuideProgress(true, at.tuned(), at.tried(), at.published(), at.verified()));
    }

    /** What was found on this machine. */
    void found(boolean adapters, boolean registrations) {
        GuideProgress at = progress.get();
        progress.set(new GuideProgress(at.picked(), adapters, at.tried(), registrations, at.verified()));
    }

    void tried() {
        GuideProgress at = progress.get();
        progress.set(new GuideProgress(at.picked(), at.tuned(), true, at.published(), at.verified()));
        settings.change(old -> old.withGuide(old.guide(), true, old.verified()));
    }

    void verified() {
        GuideProgress at = progress.get();
        progress.set(new GuideProgress(at.picked(), at.tuned(), at.tried(), true, true));
        settings.change(old -> old.withGuide(old.guide(), old.triedAdapter(), true));
    }
}
