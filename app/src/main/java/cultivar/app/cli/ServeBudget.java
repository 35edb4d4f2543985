package cultivar.app.cli;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.serve.ServeSettings;
import picocli.CommandLine.Option;

/** What a server may use of the machine. */
final class ServeBudget {
    private static final int MIB = 20;
    /** A TiB. */
    static final long MOST_MIB = 1 << 20;

    private static final int MOST_BODY_MIB = 1024;

    @Option(names = "--max-batch", defaultValue = "16", description = "Answers at once. Default: ${DEFAULT-VALUE}.")
    private int maxBatch;

    @Option(
            names = "--max-queue",
            defaultValue = "1024",
            description = "Requests that wait; more are asked to come again. Default: ${DEFAULT-VALUE}.")
    private int maxQueue;

    @Option(
            names = "--cache-mib",
            defaultValue = "1024",
            description = "Memory for keys and values of answers under way. Default: ${DEFAULT-VALUE}.")
    private long cache;

    @Option(
            names = "--prefix-mib",
            defaultValue = "256",
            description = "Memory for those of earlier texts that begin alike. Default: ${DEFAULT-VALUE}.")
    private long prefix;

    @Option(
            names = "--ready-mib",
            defaultValue = "1024",
            description = "Memory for adapters in the engine; a copy of each that answers lies beside it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long ready;

    @Option(
            names = "--warm-mib",
            defaultValue = "2048",
            description = "Memory for adapters beside it, to come back fast. Default: ${DEFAULT-VALUE}.")
    private long warm;

    @Option(
            names = "--max-context",
            defaultValue = "2147483647",
            description = "Tokens of a prompt and its answer together, if fewer than the model takes.")
    private int context;

    @Option(
            names = "--max-body-mib",
            defaultValue = "8",
            description = "The largest request. Default: ${DEFAULT-VALUE}.")
    private int body;

    ServeSettings settings() {
        return ServeSettings.usual()
                .withBatch(maxBatch)
                .withQueue(maxQueue)
                .withCache(bytes("--cache-mib", cache), bytes("--prefix-mib", prefix))
                .withAdapters(bytes("--ready-mib", ready), bytes("--warm-mib", warm));
    }

    private static long bytes(String option, long mib) {
        if (mib < 0 || mib > MOST_MIB) {
            throw new CommandException(option + " must be from 0 to " + MOST_MIB + ".");
        }
        return mib << MIB;
    }

    /** What a prompt and its answer may have together, given that the cache must hold them. */
    int context(LanguageModel base) {
        int most = base.context(settings());
        if (context < 2 || most < 2) {
            throw new CommandException("A context of " + Math.min(context, most)
                    + " tokens holds no answer. Raise --max-context or --cache-mib.");
        }
        return Math.min(context, most);
    }

    int largestBody() {
        if (body < 1 || body > MOST_BODY_MIB) {
            throw new CommandException("--max-body-mib must be from 1 to " + MOST_BODY_MIB + ".");
        }
        return body << MIB;
    }
}
