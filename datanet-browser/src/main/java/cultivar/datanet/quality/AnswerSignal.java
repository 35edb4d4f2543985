package cultivar.datanet.quality;

import cultivar.datanet.QualitySignal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a base model thinks of a row's answer before it has learnt from it. What different bases think is never mixed, as
 * the version names the weights.
 *
 * @param by the base, as people call it
 * @param model a hash of its weights
 */
public record AnswerSignal(Kind kind, String by, String model) implements Measure {
    /** What is measured. */
    public enum Kind {
        /** Mean negative log-likelihood in nats of the answer's tokens after the question. */
        LOSS,
        /** That loss as a share of the loss of the same answer without the question. */
        DIFFICULTY;

        /** The name that scripts and stores see. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nats a token at or below which a base says an answer nearly by itself. */
    public static final double KNOWN = 0.1;

    /** The difficulty from which on the question does not make the answer any likelier. */
    public static final double NO_HELP = 1;

    private static final String VERSION = "2 by ";

    /** The signal that a store knows by a name; empty where it is another one, or was measured in another way. */
    public static Optional<AnswerSignal> of(QualitySignal stored, String by) {
        return Stream.of(Kind.values())
                .filter(kind ->
                        kind.id().equals(stored.name()) && stored.version().startsWith(VERSION))
                .map(kind -> new AnswerSignal(kind, by, stored.version().substring(VERSION.length())))
                .findFirst();
    }

    @Override
    public String id() {
        return kind.id() + " by " + model;
    }

    @Override
    public QualitySignal stored() {
        return new QualitySignal(kind.id(), VERSION + model);
    }

    @Override
    public boolean counted() {
        return false;
    }

    /** Why a person should look at a row of a value; null where nothing speaks for it. */
    public @Nullable Badge badge(double value, QualityWords words) {
        return switch (kind) {
            case LOSS -> value <= KNOWN ? words.badge("known-answer", value) : null;
            case DIFFICULTY -> value >= NO_HELP ? words.badge("no-help", value) : null;
        };
    }
}
