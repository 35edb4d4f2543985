package cultivar.app.chat;

import cultivar.app.chat.ask.AskListener;
import cultivar.app.chat.ask.Asking;
import cultivar.app.chat.ask.ChatEngine;
import cultivar.app.chat.ask.Outcome;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.FxExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * Asks all columns the same question, and brings what comes to the window once a pulse, however fast it comes. FX thread
 * only.
 */
final class Asker {
    private final ChatEngine engine;
    private final BiConsumer<Turn, Answer> onEnded;
    private final FxExecutor ui = new FxExecutor();

    private record Going(Turn turn, Asking asking) {}

    private final Map<Answer, Going> going = new LinkedHashMap<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            going.keySet().forEach(Answer::flush);
        }
    };

    /**
     * @param onEnded hears of each answer that has ended, one way or another
     */
    Asker(ChatEngine engine, BiConsumer<Turn, Answer> onEnded) {
        this.engine = engine;
        this.onEnded = onEnded;
    }

    /** Whether an answer is coming. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Asks all who are to answer a turn. */
    void ask(Turn turn, Function<Answer, List<ChatMessage>> messages) {
        busy.set(true);
        pulses.start();
        for (Answer answer : turn.answers()) {
            answer.asked(messages.apply(answer));
            Asking asking = engine.ask(answer.who(), answer.asked(), turn.draw(), new AskListener() {
                @Override
                public void onText(String more) {
                    answer.append(more);
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
            });
            if (!answer.ended()) {
                going.put(answer, new Going(turn, asking));
            }
        }
    }

    private void end(Turn turn, Answer answer, Runnable how) {
        ui.execute(() -> {
            if (answer.ended()) {
                return;
            }
            how.run();
            going.remove(answer);
            if (turn.ended()) {
                pulses.stop();
                busy.set(false);
            }
            onEnded.accept(turn, answer);
        });
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
                onEnded.accept(each.turn(), answer);
            }
        });
        pulses.stop();
        busy.set(false);
    }

    /** Changes how strong a column is while it answers. */
    void strength(int slot, double strength) {
        going.forEach((answer, each) -> {
            if (answer.slot() == slot) {
                each.asking().strength(strength);
                answer.strength(strength);
            }
        });
    }
}
