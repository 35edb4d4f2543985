package cultivar.runtime.train;

import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a run as tokens, each cut to the longest length, with what became of them. */
public record TokenizedRows(List<Example> train, List<Example> validation, RowCounts counts) {
    public TokenizedRows {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    /**
     * Tokenizes chats that end with the assistant's answer.
     *
     * @param longest rows are cut to so many tokens; one of which no answer is left then is dropped
     * @throws TrainingException if no row is left to train on
     */
    public static TokenizedRows of(
            List<List<ChatMessage>> train, List<List<ChatMessage>> validation, ExampleBuilder builder, int longest) {
        Side learnt = new Side(builder, longest);
        train.forEach(learnt::add);
        Side apart = new Side(builder, longest);
        validation.forEach(apart::add);
        if (learnt.rows.isEmpty()) {
            throw new TrainingException(
                    learnt.dropped > 0
                            ? "No row is left to train on: the question alone of each of the " + learnt.dropped
                                    + " rows fills max-length (" + longest + " tokens); raise it"
                            : "There are no rows to train on; choose other data");
        }
        long tokens = learnt.rows.stream().mapToLong(row -> row.ids().length).sum();
        long trained = learnt.rows.stream().mapToLong(Example::labels).sum();
        return new TokenizedRows(
                learnt.rows,
                apart.rows,
                new RowCounts(
                        learnt.rows.size(),
                        learnt.cut,
                        learnt.dropped,
                        apart.rows.size(),
                        tokens,
                        trained,
                        learnt.longestSeen));
    }

    private static final class Side {
        private final ExampleBuilder builder;
        private final int longest;
        private final List<Example> rows = new ArrayList<>();
        private int cut;
        private int dropped;
        private int longestSeen;

        Side(ExampleBuilder builder, int longest) {
            this.builder = builder;
            this.longest = longest;
        }

        void add(List<ChatMessage> messages) {
            Example whole = builder.example(messages, Integer.MAX_VALUE);
            int length = whole.ids().length;
            longestSeen = Math.max(longestSeen, length);
            if (length <= longest) {
                rows.add(whole);
                return;
            }
            Example shorter = new Example(Arrays.copyOf(whole.ids(), longest), whole.promptLength());
            if (shorter.labels() == 0) {
                dropped++;
            } else {
                cut++;
                rows.add(shorter);
            }
        }
    }
}
