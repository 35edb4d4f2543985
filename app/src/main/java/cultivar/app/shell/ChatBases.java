package cultivar.app.shell;

import cultivar.app.chat.ChatAdapter;
import cultivar.app.chat.ChatServices;
import cultivar.app.engine.EngineHost;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The base models of this machine, as the chat has the engine open them. */
final class ChatBases implements ChatServices.Bases {
    /** The one in the box as people call it. */
    private static final String SEEDLING = "Seedling";

    private final EngineHost engine;
    private final HomeModels models;
    private final UnaryOperator<String> title;

    /** @param title what the task bar says while a base of that name is opened */
    ChatBases(EngineHost engine, HomeModels models, UnaryOperator<String> title) {
        this.engine = engine;
        this.models = models;
        this.title = title;
    }

    @Override
    public List<String> names() {
        return models.bases().stream().map(ChatBases::shown).toList();
    }

    @Override
    public void choose(String name, Consumer<String> onFailure) {
        open(name, () -> models.model(name.equals(SEEDLING) ? Seedling.NAME : name), onFailure);
    }

    @Override
    public void chooseFor(ChatAdapter adapter, Consumer<String> onFailure) {
        ChatAdapter.Base base = adapter.base();
        open(base == null ? SEEDLING : shown(base.name()), () -> models.baseOf(adapter.folder()), onFailure);
    }

    private void open(String name, Callable<Path> folder, Consumer<String> onFailure) {
        engine.choose(name, folder, title.apply(name), onFailure);
    }

    private static String shown(String base) {
        return base.equals(Seedling.NAME) ? SEEDLING : base;
    }
}
