package cultivar.app.chat.ask;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Hears an answer to its end. */
final class HeardAnswer implements AskListener {
    private final int text;
    private final Runnable then;
    private final List<Double> strengths = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private int heard;

    HeardAnswer() {
        this(0, () -> {});
    }

    /**
     * Also does something on the way.
     *
     * @param text the number of the text at which, from 1
     * @param then runs on the thread that reads the answer
     */
    HeardAnswer(int text, Runnable then) {
        this.text = text;
        this.then = then;
    }

    /** The strengths that were told. */
    List<Double> strengths() {
        return strengths;
    }

    /** Waits for the end; a failure is the cause of what is thrown. */
    Outcome outcome() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void onText(String more) {
        if (++heard == text) {
            then.run();
        }
    }

    @Override
    public void onStrength(double strength) {
        strengths.add(strength);
    }

    @Override
    public void onEnd(Outcome outcome) {
        end.complete(outcome);
    }

    @Override
    public void onFailure(RuntimeException reason) {
        end.completeExceptionally(reason);
    }
}
