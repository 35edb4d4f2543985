package cultivar.app.chat;

import cultivar.app.chat.ask.AskListener;
import cultivar.app.chat.ask.Asking;
import cultivar.app.chat.ask.ChatEngine;
import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Memory;
import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Answers nothing by itself: the test says what comes, and when. FX thread only. */
final class ScriptedEngine implements ChatEngine {
    /** What was asked of one. */
    static final class Asked implements Asking {
        final Who who;
        final List<ChatMessage> messages;
        final Draw draw;
        final List<Double> strengths = new ArrayList<>();
        private final AskListener listener;
        private final StringBuilder said = new StringBuilder();
        private boolean ended;

        /** Whether it goes on when it is told to stop. */
        boolean deaf;

        Asked(Who who, List<ChatMessage> messages, Draw draw, AskListener listener) {
            this.who = who;
            this.messages = messages;
            this.draw = draw;
            this.listener = listener;
        }

        Asked says(String more) {
            if (!who.isBase()) {
                tellStrength();
            }
            said.append(more);
            listener.onText(more);
            return this;
        }

        /** As the engine does: a wish is taken between two texts, so that the first is never at another strength. */
        private void tellStrength() {
            if (said.isEmpty()) {
                listener.onStrength(who.strength());
            } else if (!strengths.isEmpty()) {
                listener.onStrength(strengths.getLast());
            }
        }

        void ends() {
            end(Outcome.Stop.END);
        }

        private void end(Outcome.Stop stop) {
            if (!ended) {
                ended = true;
                int tokens = said.isEmpty() ? 0 : said.toString().split("\\s+").length;
                listener.onEnd(new Outcome(said.toString(), new int[tokens], 31.4, 0.21, stop, hash(who)));
            }
        }

        void fails(String reason) {
            ended = true;
            listener.onFailure(new IllegalStateException(reason));
        }

        @Override
        public void stop() {
            if (!deaf) {
                end(Outcome.Stop.STOPPED);
            }
        }

        @Override
        public void strength(double strength) {
            strengths.add(strength);
        }
    }

    /** How many words a conversation may have. */
    int room = Integer.MAX_VALUE;

    final List<Asked> asked = new ArrayList<>();

    /** Who cannot be asked. */
    final Set<String> unreachable = new HashSet<>();

    @Override
    public Asking ask(Who who, Memory memory, Draw draw, AskListener listener) {
        if (unreachable.contains(who.name())) {
            throw new IllegalStateException(who.name() + " cannot be asked.");
        }
        Asked one = new Asked(who, memory.recall(this::fits), draw, listener);
        asked.add(one);
        return one;
    }

    private boolean fits(List<ChatMessage> messages) {
        return messages.stream()
                        .mapToInt(message -> message.content().split("\\s+").length)
                        .sum()
                <= room;
    }

    /** The last that was asked of a name. */
    Asked last(String name) {
        return asked.reversed().stream()
                .filter(each -> each.who.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The last that were asked, of all columns. */
    List<Asked> last(int columns) {
        return List.copyOf(asked.subList(asked.size() - columns, asked.size()));
    }

    static String hash(Who who) {
        return who.isBase() ? "" : String.format("%08x", who.name().hashCode()).repeat(8);
    }
}
