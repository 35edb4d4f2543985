package cultivar.app.chat;

import cultivar.app.engine.EngineState;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** Asks the base model and an adapter the same thing, with the same seed and settings, at the same time. */
public final class ChatScreen implements Screen {
    private static final long HEAD_START_SECONDS = 2;

    private final ChatServices services;
    private final Messages messages = Messages.load(ChatScreen.class, "cultivar.app.chat.texts");
    private final ChatModel model = new ChatModel();
    private final List<Task<?>> answering = new ArrayList<>();
    private AtomicBoolean stop = new AtomicBoolean();
    private @Nullable ChatView view;
    private @Nullable Path wanted;
    private boolean loaded;

    /** A chat without a word in it. */
    public ChatScreen(ChatServices services) {
        this.services = services;
    }

    /** Chooses the adapter that answers; null leaves the choice as it is. */
    public void choose(@Nullable Path adapter) {
        wanted = adapter;
        if (adapter != null) {
            selectWanted();
        }
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new ChatView(this, model, messages);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load());
        scope.bind(services.engine().stateProperty(), state -> update());
        scope.onClose(this::stop);
    }

    void build() {
        services.build().run();
    }

    void retry() {
        if (services.engine().state() instanceof EngineState.Failed) {
            services.startEngine().run();
        }
        var _ = load();
    }

    void clear() {
        stop();
        model.turns().clear();
    }

    /** Ends both answers where they are. */
    void stop() {
        stop.set(true);
    }

    /** Asks both. */
    void send(String question) {
        ChatAdapter adapter = model.adapter().get();
        if (model.busy().get() || adapter == null || !(services.engine().state() instanceof EngineState.Ready ready)) {
            return;
        }
        Turn turn = new Turn(question, new Answer(ready.baseName()), new Answer(adapter.name()));
        List<Turn> before = model.remembering().get() ? List.copyOf(model.turns()) : List.of();
        model.turns().add(turn);
        model.busy().set(true);
        AtomicBoolean stopped = new AtomicBoolean();
        stop = stopped;
        Sampling sampling = model.sampling();
        int most = model.maxTokens().get();
        LanguageModel base = ready.base();
        // The two wait for each other, so that neither has a head start over the other on the same cores.
        CountDownLatch both = new CountDownLatch(2);
        answer(
                turn.base(),
                both,
                stopped,
                () -> new Asked(
                        base,
                        new GenerationRequest(
                                base.chatPrompt(history(before, Turn::base, question)), null, sampling, most, false)));
        answer(
                turn.adapter(),
                both,
                stopped,
                () -> new Asked(
                        base,
                        new GenerationRequest(
                                base.chatPrompt(history(before, Turn::adapter, question)),
                                services.engine().adapter(base, adapter.folder()),
                                sampling,
                                most,
                                false)));
        turn.adapter().stateProperty().subscribe(state -> {
            if (state instanceof Answer.State.Done) {
                services.answered().run();
            }
        });
    }

    private record Asked(LanguageModel model, GenerationRequest request) {}

    private interface Asking {
        Asked prepare();
    }

    private void answer(Answer answer, CountDownLatch both, AtomicBoolean stopped, Asking asking) {
        Task<Generation> task = services.tasks().compute(messages.get("chat.task", answer.who()), context -> {
            Asked asked;
            try {
                asked = asking.prepare();
            } finally {
                both.countDown();
            }
            boolean _ = both.await(HEAD_START_SECONDS, TimeUnit.SECONDS);
            return asked.model().generate(asked.request(), (id, text) -> {
                answer.append(text);
                return !stopped.get() && !context.cancelled();
            });
        });
        answering.add(task);
        var _ = task.onResult(answer::done)
                .onFailure(error -> answer.failed(line(error)))
                .onCancelled(() -> answer.failed(messages.get("chat.cancelled")))
                .onEnd(() -> {
                    answering.remove(task);
                    model.busy().set(!answering.isEmpty());
                });
    }

    private static List<ChatMessage> history(List<Turn> before, Function<Turn, Answer> side, String question) {
        List<ChatMessage> all = new ArrayList<>();
        for (Turn turn : before) {
            String said = side.apply(turn).textProperty().get();
            if (!said.isBlank()) {
                all.add(ChatMessage.user(turn.question()));
                all.add(ChatMessage.assistant(said));
            }
        }
        all.add(ChatMessage.user(question));
        return all;
    }

    private Task<List<ChatAdapter>> load() {
        return services.tasks()
                .load(
                        messages.get("chat.loading"),
                        context -> services.adapters().call())
                .onResult(found -> {
                    ChatAdapter chosen = model.adapter().get();
                    if (!found.equals(model.adapters())) {
                        model.adapters().setAll(found);
                    }
                    model.adapter()
                            .set(found.stream()
                                    .filter(each ->
                                            chosen != null && each.folder().equals(chosen.folder()))
                                    .findFirst()
                                    .orElse(found.isEmpty() ? null : found.getFirst()));
                    selectWanted();
                    loaded = true;
                    update();
                })
                .onFailure(error -> fail(messages.get("chat.failed.adapters"), line(error)));
    }

    private void selectWanted() {
        model.adapters().stream()
                .filter(each -> each.folder().equals(wanted))
                .findFirst()
                .ifPresent(found -> {
                    model.adapter().set(found);
                    wanted = null;
                });
    }

    private void update() {
        switch (services.engine().state()) {
            case EngineState.Failed(String reason) -> fail(messages.get("chat.failed.engine"), reason);
            case EngineState.Starting() -> model.state().set(ScreenState.LOADING);
            case EngineState.Ready ready -> {
                model.baseName().set(ready.baseName());
                if (!loaded) {
                    model.state().set(ScreenState.LOADING);
                } else {
                    model.state().set(model.adapters().isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                }
            }
        }
    }

    private void fail(String what, String todo) {
        model.failure().set(new Failure(what, todo));
        model.state().set(ScreenState.FAILED);
    }

    private static String line(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.toString() : message;
    }
}
