package cultivar.app.chat.ask;

import cultivar.app.engine.EngineHost;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeOutcome.GivenUp;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.Done;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers on the studio's own base model, all columns in one batch. */
public final class ServingChatEngine implements ChatEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ServingChatEngine.class);

    /** The part of the context that is kept free for an answer. */
    private static final int ROOM = 4;

    private final EngineHost host;
    private final TaskRunner tasks;
    private final String title;

    /**
     * @param title what the task bar says meanwhile; it names nobody, since names may be hidden
     */
    public ServingChatEngine(EngineHost host, TaskRunner tasks, String title) {
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
    private final class Request implements Asking, ServeListener {
        private final Memory memory;
        private final Draw draw;
        private final AskListener listener;
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile Who who;
        private volatile boolean stopped;
        private @Nullable Answering answering;
        /** The strength that the answer begins at, until its first token tells it; null for the base. */
        private volatile @Nullable Double first;

        private volatile @Nullable Generation made;

        Request(Who who, Memory memory, Draw draw, AskListener listener) {
            this.who = who;
            this.memory = memory;
            this.draw = draw;
            this.listener = listener;
        }

        /** Blocks until the answer is there. */
        void answer() throws InterruptedException {
            LanguageModel base = host.awaitBase();
            Serving serving = host.awaitServing();
            Path folder = who.adapter();
            if (folder != null) {
                var _ = serving.shelf().add(shelfName(folder), folder, Keeping.USUAL);
            }
            int[] prompt = base.chatPrompt(memory.recall(messages -> fits(base, messages)));
            if (!submit(serving, prompt)) {
                listener.onEnd(Outcome.NONE);
                return;
            }
            awaitEnd();
            Generation answer = made;
            if (answer != null) {
                listener.onEnd(outcome(answer, hash(serving)));
            }
        }

        /** Whether an answer has room behind it; a long one needs no more than its share, or nothing would be recalled. */
        private boolean fits(LanguageModel base, List<ChatMessage> messages) {
            int context = base.spec().maxPositions();
            int room = Math.min(draw.maxTokens(), context / ROOM);
            return base.chatPrompt(messages).length + room <= context;
        }

        /** Also where the task is cancelled: what there is of the answer comes at once then. */
        private void awaitEnd() {
            boolean interrupted = false;
            while (true) {
                try {
                    end.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** The task was cancelled; what had not begun ends here, the rest when the engine has stopped. */
        private void gaveUp() {
            stop();
            synchronized (this) {
                if (answering != null) {
                    return;
                }
            }
            listener.onEnd(Outcome.NONE);
        }

        /** False where it was stopped before it began. */
        private synchronized boolean submit(Serving serving, int[] prompt) {
            if (!stopped) {
                first = who.isBase() ? null : who.strength();
                answering = serving.submit(
                        new ServeRequest(prompt, mix(who), draw.sampling(), Stopping.after(draw.maxTokens()), null),
                        this);
            }
            return !stopped;
        }

        /** Of the weights that answered, as the engine read them; of the file where it did not need them. */
        private String hash(Serving serving) {
            Path folder = who.adapter();
            if (folder == null) {
                return "";
            }
            try {
                return serving.shelf().hash(shelfName(folder));
            } catch (ServeException e) {
                // The answer is there, whatever has become of the file since.
                LOG.warn("The weights that answered cannot be told", e);
                return "";
            }
        }

        @Override
        public synchronized void stop() {
            stopped = true;
            if (answering != null) {
                answering.cancel();
            }
        }

        @Override
        public synchronized void strength(double strength) {
            Who changed = who.at(strength);
            if (answering != null && !changed.isBase()) {
                answering.mix(mix(changed));
            }
            who = changed;
        }

        @Override
        public void onToken(Continuation.Step step) {
            Double begins = first;
            if (begins != null) {
                first = null;
                listener.onStrength(begins);
            }
            listener.onText(step.text());
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

        @Override
        public void onEnd(ServeOutcome outcome) {
            switch (outcome) {
                case ServeOutcome.Answered answered -> made = answered.generation();
                case ServeOutcome.GivenUp(GivenUp.Why why, Generation soFar) -> {
                    if (why == GivenUp.Why.SERVER_CLOSED && !stopped) {
                        listener.onFailure(new ServeException(
                                ServeException.Kind.CLOSED,
                                "The engine went down while it answered. Ask again to start it anew."));
                    } else {
                        made = soFar;
                    }
                }
                case ServeOutcome.Failed(RuntimeException reason) -> listener.onFailure(reason);
            }
            end.countDown();
        }
    }

    /** Folders have names of their own, adapters may not. */
    private static String shelfName(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }

    private static AdapterMix mix(Who who) {
        Path folder = who.adapter();
        return folder == null
                ? AdapterMix.base()
                : new AdapterMix(List.of(new AdapterMix.Part(shelfName(folder), who.strength())));
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
