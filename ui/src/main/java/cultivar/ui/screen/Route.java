package cultivar.ui.screen;

/**
 * A place in the studio, with what is needed to show it. The app declares a sealed interface that extends this one and
 * a record for each place, so that a {@code switch} over routes is checked by the compiler.
 */
public interface Route {
    /** Whether the studio may open here the next time it starts. */
    default boolean restorable() {
        return true;
    }
}
