package cultivar.app.publish.view;

import cultivar.app.publish.PublishStep;
import cultivar.wallet.view.SentEntry;

/** What comes after a step of a publication. */
public sealed interface Advance {
    /** Something else is to be signed. */
    record Sign(PublishStep.Next next) implements Advance {}

    /** The adapter is registered. */
    record Registered(SentEntry sent) implements Advance {}
}
