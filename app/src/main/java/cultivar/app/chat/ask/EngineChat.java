package cultivar.app.chat.ask;

import cultivar.app.engine.EngineHost;
import cultivar.runtime.client.EngineAnswer;
import cultivar.runtime.client.EngineAnswers;
import cultivar.runtime.client.EngineQuestion;
import cultivar.runtime.client.ServedBase;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.job.JobException;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.Done;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers of the engine's process on the base that was chosen, all columns in one batch. */
public final class EngineChat implements ChatEngine {
    private static final Logger LOG = LoggerFactory.getLogger(EngineChat.class);

    /** The part of the context that is kept free for an answer. */
    private static final int ROOM = 4;

    private final EngineHost host;
    private final TaskRunner tasks;
    private final String title;

    /**
     * @param title what the task bar says meanwhile; it names nobody, since names may be hidden
     */
    public EngineChat(EngineHost host, TaskRunner tasks, String title) {
        this.host = host;
        this.tasks = tasks;
        this.title = title;
    }

    @Override
    public Asking ask(Who who, Memory memory, Draw draw, AskListener listener) {
        Request request = new Request(who, memory, draw, listener);
        Task<Done> task = tasks.io(title, context -> {
            context.onCancel(request::stop);
            request.answer();
            return Done.DONE;
        });
        var _ = task.onFailure(error ->
                listener.onFailure(error instanceof RuntimeException known ? known : new IllegalStateException(error)));
        var _ = task.onCancelled(request::gaveUp);
        return request;
    }

    /** One answer, from before it is with the engine to its end. */
    private final class Request implements Asking, EngineAnswer.Listener {
        private final Memory memory;
        private final Draw draw;
        private final AskListener listener;
        private final EngineAnswers engine = host.answers();
        // Guarded by this.
        private Who who;
        private boolean stopped;
        private @Nullable EngineAnswer answer;
        /** By which the engine knows the adapter; empty for the base. */
        private String name = "";
        /** The strength that the answer begins at, until its first text tells it; null for the base. On one thread. */
        private @Nullable Double first;

        Request(Who who, Memory memory, Draw draw, AskListener listener) {
            this.who = who;
            this.memory = memory;
            this.draw = draw;
            this.listener = listener;
        }

        /** Blocks until the answer is there. */
        void answer() {
            ServedBase base = host.awaitServed();
            Path folder = adapter();
            String known = folder == null ? "" : engine.adapter(base, folder);
            List<ChatMessage> chat = memory.recall(messages -> fits(base, messages));
            int prompt = engine.tokens(chat);
            String hash = hash(known);
            EngineAnswer begun = begin(base, known, chat);
            if (begun == null) {
                listener.onEnd(Outcome.NONE);
                return;
            }
            try {
                Generation made = begun.await(prompt, this);
                // Where its task was cancelled, that must not keep from telling what there is of the answer.
                boolean interrupted = Thread.interrupted();
                // Its files may have been trained anew meanwhile.
                listener.onEnd(outcome(made, hash(known).equals(hash) ? hash : ""));
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            } catch (RuntimeException e) {
                // Told here, since a task that was cancelled tells of no failure.
                listener.onFailure(e);
            }
        }

        /** Whether an answer has room behind it; a long one needs no more than its share, or nothing would be recalled. */
        private boolean fits(ServedBase base, List<ChatMessage> messages) {
            int room = Math.min(draw.maxTokens(), base.context() / ROOM);
            return engine.tokens(messages) + room <= base.context();
        }

        private synchronized @Nullable Path adapter() {
            return who.adapter();
        }

        /** Null where it was stopped before it began. */
        private synchronized @Nullable EngineAnswer begin(ServedBase base, String known, List<ChatMessage> chat) {
            if (stopped) {
                return null;
            }
            name = known;
            first = who.isBase() ? null : who.strength();
            EngineAnswer begun =
                    engine.ask(base, new EngineQuestion(chat, mix(who), draw.sampling(), draw.maxTokens()));
            answer = begun;
            return begun;
        }

        private AdapterMix mix(Who asked) {
            return asked.isBase()
                    ? AdapterMix.base()
                    : new AdapterMix(List.of(new AdapterMix.Part(name, asked.strength())));
        }

        /** Of the weights as the engine has read them. */
        private String hash(String known) {
            try {
                return known.isEmpty() ? "" : engine.hash(known);
            } catch (JobException e) {
                // An answer is worth more, whatever has become of the file.
                LOG.warn("The weights that answer cannot be told", e);
                return "";
            }
        }

        /** The task was cancelled; what had not begun ends here, the rest when the engine has stopped. */
        private void gaveUp() {
            stop();
            synchronized (this) {
                if (answer != null) {
                    return;
                }
            }
            listener.onEnd(Outcome.NONE);
        }

        @Override
        public synchronized void stop() {
            stopped = true;
            if (answer != null) {
                answer.stop();
            }
        }

        @Override
        public synchronized void strength(double strength) {
            who = who.at(strength);
            if (answer != null && !who.isBase()) {
                answer.mix(mix(who));
            }
        }

        @Override
        public void onText(String more) {
            Double begins = first;
            if (begins != null) {
                first = null;
                listener.onStrength(begins);
            }
            listener.onText(more);
        }

        @Override
        public void onMix(AdapterMix mix) {
            double strength = mix.parts().getFirst().strength();
            if (first == null) {
                listener.onStrength(strength);
            } else {
                first = strength;
            }
        }
    }

    private static Outcome outcome(Generation made, String hash) {
        return new Outcome(made.text(), made.ids(), made.tokensPerSecond(), made.firstTokenSeconds(), stop(made), hash);
    }

    private static Outcome.Stop stop(Generation made) {
        return switch (made.stopReason()) {
            case END_TOKEN, STOP_TOKEN, COMPLETE -> Outcome.Stop.END;
            case STOP_STRING -> Outcome.Stop.STRING;
            case MAX_TOKENS -> Outcome.Stop.LENGTH;
            case CONTEXT_FULL -> Outcome.Stop.CONTEXT;
            case CANCELLED -> Outcome.Stop.STOPPED;
        };
    }
}
