package cultivar.app.chat;

import cultivar.app.chat.ask.ChatEngine;
import cultivar.app.chat.ask.Readiness;
import cultivar.app.chat.store.ChatStore;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.task.DirectTaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** The chat over a store of its own, in which everything that is kept is kept at once. FX thread only. */
final class ChatUnderTest implements AutoCloseable {
    static final List<ChatAdapter> ADAPTERS = List.of(
            adapter(
                    "defi-intents",
                    Path.of("adapters", "defi-intents"),
                    List.of("Stake half of my OPEN", "Swap 20 USDC to DAI with at most half a percent slippage")),
            adapter("move-questions", Path.of("adapters", "move-questions"), List.of("What is a resource?")),
            adapter("house-style", Path.of("adapters", "house-style"), List.of()));

    final ObjectProperty<Readiness> readiness =
            new SimpleObjectProperty<>(new Readiness.Ready("Seedling", Path.of("models", "seedling")));
    final List<ChatAdapter> adapters = new ArrayList<>(ADAPTERS);
    final BasesUnderTest bases = new BasesUnderTest();
    final List<String> links = new ArrayList<>();
    final ChatStore store;
    final ChatScreen screen;
    final OverlayPane root;
    int answered;

    /** What is thrown when the adapters are read. */
    @Nullable
    RuntimeException unreadable;

    ChatUnderTest(Path file, ChatEngine engine) {
        store = ChatStore.open(file, Clock.systemUTC());
        StackPane host = new StackPane();
        root = new OverlayPane(host);
        screen = new ChatScreen(new ChatServices(
                readiness,
                engine,
                new DirectTaskRunner(),
                this::readAdapters,
                bases,
                () -> store,
                Runnable::run,
                root.dialogs(),
                root.notifications(),
                new Random(7),
                new ChatServices.Ways(() -> {}, () -> {}, () -> answered++, links::add)));
        host.getChildren().setAll(Lifecycle.host(screen));
    }

    /** Base models that a test opens, or fails to. */
    final class BasesUnderTest implements ChatServices.Bases {
        final List<String> chosen = new ArrayList<>();
        private Consumer<String> onFailure = why -> {};

        @Override
        public List<String> names() {
            return List.of("Seedling", "SmolLM2");
        }

        @Override
        public void choose(String name, Consumer<String> failure) {
            chosen.add(name);
            onFailure = failure;
            readiness.set(new Readiness.Starting());
        }

        @Override
        public void chooseFor(ChatAdapter adapter, Consumer<String> failure) {
            choose(adapter.baseName(), failure);
        }

        /** The last that was chosen answers. */
        void open() {
            String name = chosen.getLast();
            readiness.set(new Readiness.Ready(name, Path.of("models", name)));
        }

        /** It does not, and the one before does. */
        void fail(String why) {
            onFailure.accept(why);
            readiness.set(new Readiness.Ready("Seedling", Path.of("models", "seedling")));
        }
    }

    private static ChatAdapter adapter(String name, Path folder, List<String> examples) {
        return new ChatAdapter(name, folder, examples, null, false);
    }

    private List<ChatAdapter> readAdapters() {
        if (unreadable != null) {
            throw unreadable;
        }
        return List.copyOf(adapters);
    }

    ChatModel model() {
        return screen.model();
    }

    @Override
    public void close() {
        store.close();
    }
}
