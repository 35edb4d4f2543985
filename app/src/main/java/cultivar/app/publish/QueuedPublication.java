package cultivar.app.publish;

import cultivar.wallet.registry.QueuedBundle;

/**
 * A publication that waits, with what holds it up.
 *
 * @param network what its network is called; its short name if this home knows it no more
 */
public record QueuedPublication(QueuedBundle bundle, String network, State state) {
    /** How it stands. */
    public sealed interface State {
        /**
         * Its network answers.
         *
         * @param left how many transactions are to be sent
         */
        record Ready(int left) implements State {}

        /** Its network does not answer, or cannot be asked; the line says why. */
        record Waiting(String why) implements State {}

        /** It can never be sent as it is; the line says why. */
        record Stuck(String why) implements State {}
    }
}
