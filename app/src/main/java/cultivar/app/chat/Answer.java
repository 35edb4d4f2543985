package cultivar.app.chat;

import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import cultivar.app.chat.store.StoredAnswer;
import cultivar.runtime.text.ChatMessage;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** One answer while it comes and afterwards. Properties change on the FX thread. */
final class Answer {
    /** Where the answer stands. */
    sealed interface State {
        /** No character has come yet. */
        record Waiting() implements State {}

        record Streaming() implements State {}

        /**
         * It has ended.
         *
         * @param tokens how many it has
         */
        record Done(int tokens, double tokensPerSecond, double firstTokenSeconds, Outcome.Stop stop, String hash)
                implements State {}

        record Failed(String reason) implements State {}
    }

    private static final State CUT = new State.Done(0, 0, 0, Outcome.Stop.CUT, "");

    private final int slot;
    private final int place;
    private final StringBuilder soFar = new StringBuilder();
    private boolean grown;
    private boolean begun;
    private @Nullable Double began;
    private List<ChatMessage> asked = List.of();
    private final ReadOnlyObjectWrapper<Who> who;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper(this, "text", "");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Waiting());

    /**
     * An answer that has not begun.
     *
     * @param slot the column that asks
     * @param place where it is shown, from the left
     */
    Answer(int slot, int place, Who who) {
        this.slot = slot;
        this.place = place;
        this.who = new ReadOnlyObjectWrapper<>(this, "who", who);
    }

    /** One that was kept. */
    static Answer of(StoredAnswer stored, String interrupted) {
        Answer answer = new Answer(stored.slot(), stored.place(), stored.who());
        answer.text.set(stored.text());
        answer.began = stored.began();
        Outcome.Stop stop = stored.stop();
        String failure = stored.failure();
        if (stop != null) {
            answer.state.set(new State.Done(
                    stored.tokens(), stored.tokensPerSecond(), stored.firstTokenSeconds(), stop, stored.hash()));
        } else if (failure == null && !stored.text().isBlank()) {
            // The studio ended without a word while it came.
            answer.state.set(CUT);
        } else {
            answer.state.set(new State.Failed(failure == null ? interrupted : failure));
        }
        return answer;
    }

    int slot() {
        return slot;
    }

    int place() {
        return place;
    }

    /** Who answers; its strength may change until the end. */
    ReadOnlyObjectProperty<Who> whoProperty() {
        return who.getReadOnlyProperty();
    }

    Who who() {
        return who.get();
    }

    ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    String text() {
        return text.get();
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The conversation that it answers; empty for one that was kept. */
    List<ChatMessage> asked() {
        return asked;
    }

    void asked(List<ChatMessage> messages) {
        asked = List.copyOf(messages);
    }

    /** More characters, from the one thread that computes them; {@link #flush} shows them. */
    void append(String more) {
        synchronized (soFar) {
            soFar.append(more);
            grown = true;
        }
    }

    /** Shows what has come since the last call. FX thread only. */
    void flush() {
        String latest;
        synchronized (soFar) {
            if (!grown || ended()) {
                return;
            }
            grown = false;
            latest = soFar.toString();
        }
        if (!latest.isEmpty()) {
            text.set(latest);
            if (state.get() instanceof State.Waiting) {
                state.set(new State.Streaming());
            }
        }
    }

    /** How strong it was at first, where that has changed on the way; else null. */
    @Nullable
    Double began() {
        return began;
    }

    /** It goes on at a strength; at the first time it begins. FX thread only. */
    void strength(double strength) {
        if (ended()) {
            return;
        }
        if (begun && began == null && strength != who().strength()) {
            began = who().strength();
        }
        begun = true;
        who.set(who().at(strength));
    }

    /** FX thread only. */
    void done(Outcome outcome) {
        text.set(outcome.text().strip());
        state.set(new State.Done(
                outcome.ids().length,
                outcome.tokensPerSecond(),
                outcome.firstTokenSeconds(),
                outcome.stop(),
                outcome.hash()));
    }

    /** Ends it with what has come so far, if anything has. FX thread only. */
    void cut() {
        flush();
        if (text().isBlank()) {
            return;
        }
        state.set(CUT);
    }

    /** FX thread only. */
    void failed(String reason) {
        flush();
        state.set(new State.Failed(reason));
    }

    /** Whether there is an answer that can be compared with others. */
    boolean said() {
        return state.get() instanceof State.Done done && done.stop() != Outcome.Stop.CUT && !text().isBlank();
    }

    /** Whether it takes part in a vote: one that ended by itself without a word can only lose. */
    boolean takesPart() {
        return said()
                || (state.get() instanceof State.Done done
                        && done.stop() != Outcome.Stop.CUT
                        && done.stop() != Outcome.Stop.STOPPED);
    }

    boolean ended() {
        return state.get() instanceof State.Done || state.get() instanceof State.Failed;
    }

    /** As it is kept. */
    StoredAnswer stored() {
        return switch (state.get()) {
            case State.Done done ->
                new StoredAnswer(
                        slot,
                        place,
                        who(),
                        began(),
                        text(),
                        done.hash(),
                        done.tokens(),
                        done.tokensPerSecond(),
                        done.firstTokenSeconds(),
                        done.stop(),
                        null);
            case State.Failed(String reason) ->
                new StoredAnswer(slot, place, who(), began(), text(), "", 0, 0, 0, null, reason);
            case State.Waiting _, State.Streaming _ ->
                new StoredAnswer(slot, place, who(), began(), text(), "", 0, 0, 0, null, null);
        };
    }
}
