package cultivar.datanet.ask;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A chat model on this machine, alone or with an adapter. Every call blocks; never on the window's thread. */
public interface LocalModel {
    /**
     * What it said.
     *
     * @param whole whether it ended by itself, rather than being cut
     */
    record Reply(String text, boolean whole) {}

    /** Its name for people. */
    String name();

    /** A hash of its weights, so that what one model said is never taken for another's words. */
    String version();

    /** Whether a chat and an answer of so many tokens have room in its context. */
    boolean fits(List<Message> chat, int answerTokens);

    /**
     * Its likeliest answer.
     *
     * @param goOn asked after each token; false cuts the answer
     */
    Reply answer(List<Message> chat, int mostTokens, BooleanSupplier goOn);

    /**
     * How likely it finds each of several answers to a chat: the natural logarithm of the probability of all tokens of the
     * answer and of its end. NaN where the chat alone fills its context.
     */
    double[] likelihoods(List<Message> chat, List<String> answers);

    /** What it thinks of the answers of rows, none of which sees another; one for each row in order. */
    List<AnswerCost> costs(List<Contribution> rows);

    /** How many tokens rows have together, whole, as its chat template writes them. */
    long tokens(List<Contribution> rows);
}
