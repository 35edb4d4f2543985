package cultivar.app.guide;

import java.util.Optional;

/**
 * How far the newcomer is, as the studio really is.
 *
 * @param picked a datanet has been taken to the wizard, or a run exists
 * @param tuned an adapter is on this machine
 * @param tried an adapter has answered in the chat
 * @param published an adapter was registered from here
 * @param verified a registration was recomputed and held
 */
public record GuideProgress(boolean picked, boolean tuned, boolean tried, boolean published, boolean verified) {
    /** Nothing done yet. */
    public static final GuideProgress NONE = new GuideProgress(false, false, false, false, false);

    /** Whether a step is behind the newcomer. A later step that was done makes the ones before it done. */
    public boolean done(GuideStep step) {
        return switch (step) {
            case PICK -> picked || tuned || published;
            case TUNE -> tuned || published;
            case TRY -> tried;
            case PUBLISH -> published;
            case VERIFY -> verified;
        };
    }

    /** What to do next; empty at the end. */
    public Optional<GuideStep> next() {
        for (GuideStep step : GuideStep.values()) {
            if (!done(step)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }
}
