package cultivar.datanet.view;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.ask.AnswerCost;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.ask.ScriptedModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Measures answers for a while and then waits until it is let go on. */
final class HeldModel implements LocalModel {
    private final ScriptedModel model = new ScriptedModel(0);
    private final CountDownLatch free;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** @param batches how many it measures before it waits */
    HeldModel(int batches) {
        free = new CountDownLatch(batches);
    }

    void awaitHeld() {
        await(held);
    }

    void goOn() {
        goOn.countDown();
    }

    @Override
    public String name() {
        return "Seedling";
    }

    @Override
    public String version() {
        return "0x02";
    }

    @Override
    public boolean fits(List<Message> chat, int answerTokens) {
        return model.fits(chat, answerTokens);
    }

    @Override
    public Reply answer(List<Message> chat, int mostTokens, BooleanSupplier more) {
        return model.answer(chat, mostTokens, more);
    }

    @Override
    public double[] likelihoods(List<Message> chat, List<String> answers) {
        return model.likelihoods(chat, answers);
    }

    @Override
    public List<AnswerCost> costs(List<Contribution> rows) {
        if (free.getCount() == 0) {
            held.countDown();
            await(goOn);
        }
        free.countDown();
        return model.costs(rows);
    }

    @Override
    public long tokens(List<Contribution> rows) {
        return model.tokens(rows);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Waited 60 s in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
