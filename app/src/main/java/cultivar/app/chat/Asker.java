package cultivar.app.chat;

import cultivar.app.chat.ask.AskListener;
import cultivar.app.chat.ask.Asking;
import cultivar.app.chat.ask.ChatEngine;
import cultivar.app.chat.ask.Memory;
import cultivar.app.chat.ask.Outcome;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.FxExecutor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * Asks all columns the same question, and brings what comes to the window once a pulse, however fast it comes. FX thread
 * only.
 */
final class Asker {
    /** What comes meanwhile is lost with a process that is killed. */
    private static final long TELL_NANOS = 2_000_000_000L;

    /** Hears what becomes of questions. */
    interface Listener {
        /** A turn's columns cannot remember all that was before it. */
        void leftOut(Turn turn);

        /** Some of an answer is there; told again and again until it has ended. */
        void came(Turn turn, Answer answer);

        /** An answer has ended, one way or another. */
        void ended(Turn turn, Answer answer);
    }

    private final ChatEngine engine;
    private final Listener listener;
    private final FxExecutor ui = new FxExecutor();
    private long told;

    private record Going(Turn turn, Asking asking) {}

    private final Map<Answer, Going> going = new LinkedHashMap<>();
    private final Set<Answer> open = new HashSet<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            going.keySet().forEach(Answer::flush);
            if (System.nanoTime() - told > TELL_NANOS) {
                tell();
            }
        }
    };

    Asker(ChatEngine engine, Listener listener) {
        this.engine = engine;
        this.listener = listener;
    }

    /** Whether an answer is coming. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Asks all who are to answer a turn. */
    void ask(Turn turn, Recall recall) {
        busy.set(true);
        told = System.nanoTime();
        pulses.start();
        open.addAll(turn.answers());
        for (Answer answer : turn.answers()) {
            Memory memory = fits -> remember(turn, answer, recall, fits);
            AskListener heard = listener(turn, answer);
            try {
                Asking asking = engine.ask(answer.who(), memory, turn.draw(), heard);
                if (open.contains(answer)) {
                    going.put(answer, new Going(turn, asking));
                }
            } catch (RuntimeException e) { // who cannot even be asked must not keep the others waiting
                heard.onFailure(e);
            }
        }
    }

    private AskListener listener(Turn turn, Answer answer) {
        return new AskListener() {
            @Override
            public void onText(String more) {
                answer.append(more);
            }

            @Override
            public void onStrength(double strength) {
                ui.execute(() -> answer.strength(strength));
            }

            @Override
            public void onEnd(Outcome outcome) {
                end(turn, answer, () -> answer.done(outcome));
            }

            @Override
            public void onFailure(RuntimeException reason) {
                String message = reason.getMessage();
                end(turn, answer, () -> answer.failed(message == null ? reason.toString() : message));
            }
        };
    }

    private void tell() {
        told = System.nanoTime();
        going.forEach((answer, each) -> {
            if (!answer.text().isEmpty()) {
                listener.came(each.turn(), answer);
            }
        });
    }

    /** On the thread that asks. */
    private List<ChatMessage> remember(Turn turn, Answer answer, Recall recall, Predicate<List<ChatMessage>> fits) {
        int leftOut = recall.leftOut(fits);
        List<ChatMessage> messages = recall.messages(answer.slot(), leftOut);
        ui.execute(() -> {
            answer.asked(messages);
            if (turn.leftOut() != leftOut) {
                turn.leaveOut(leftOut);
                listener.leftOut(turn);
            }
        });
        return messages;
    }

    private void end(Turn turn, Answer answer, Runnable how) {
        ui.execute(() -> {
            if (answer.ended()) {
                return;
            }
            try {
                how.run();
            } finally {
                // Whatever a view throws at the sight of it: nobody may wait for it for ever.
                forget(turn, answer);
            }
        });
    }

    private void forget(Turn turn, Answer answer) {
        going.remove(answer);
        open.remove(answer);
        if (open.isEmpty()) {
            pulses.stop();
            busy.set(false);
        }
        listener.ended(turn, answer);
    }

    /** Ends all answers where they are. */
    void stop() {
        List.copyOf(going.values()).forEach(each -> each.asking().stop());
    }

    /** Ends all answers with what has come of them so far, without waiting for the engine. */
    void cut() {
        stop();
        Map.copyOf(going).forEach((answer, each) -> {
            going.remove(answer);
            answer.cut();
            if (answer.ended()) {
                listener.ended(each.turn(), answer);
            }
        });
        open.clear();
        pulses.stop();
        busy.set(false);
    }

    /** Changes how strong a column is while it answers, as soon as the engine can. */
    void strength(int slot, double strength) {
        going.forEach((answer, each) -> {
            if (answer.slot() == slot) {
                each.asking().strength(strength);
            }
        });
    }
}
