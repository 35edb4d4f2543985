package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.measure.TokenSize;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The browser: all datanets as cards, search, and import. */
public final class DatanetsScreen implements Screen {
    private final DatanetServices services;
    private final BiConsumer<String, RowFilter> open;
    private final Consumer<DatanetVersionRef> build;
    private final Words words = new Words();
    private final DatanetsModel model = new DatanetsModel();
    private @Nullable DatanetsView view;
    private @Nullable Task<TokenSize> measuring;

    /**
     * The browser.
     *
     * @param open goes to the page of the datanet of a name, to the rows that a filter lets through
     * @param build goes to where a model is made from a version
     */
    public DatanetsScreen(
            DatanetServices services, BiConsumer<String, RowFilter> open, Consumer<DatanetVersionRef> build) {
        this.services = services;
        this.open = open;
        this.build = build;
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new DatanetsView(this, model, words);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load());
    }

    DatanetsModel model() {
        return model;
    }

    void reload() {
        // What is shown stays while it is read again; only a failure gives way.
        if (model.state().get() == ScreenState.FAILED) {
            model.state().set(ScreenState.LOADING);
        }
        var _ = load();
    }

    void open(Datanet datanet) {
        open.accept(datanet.name(), RowFilter.all());
    }

    /** Goes to the rows of a tag. */
    void open(Datanet datanet, String tag) {
        open.accept(datanet.name(), RowFilter.all().withTag(tag));
    }

    void build(Datanet datanet) {
        datanet.latest().map(DatanetVersion::ref).ifPresent(build);
    }

    /** Asks where the files belong and brings them in. */
    void importFiles(List<Path> files) {
        new ImportFlow(services, words).start(files, null, model.all(), this::reload);
    }

    private record Loaded(List<Datanet> datanets, Map<String, Double> reviewed) {}

    private Loaded read() {
        List<Datanet> datanets = services.store().list();
        Map<String, Double> reviewed = new HashMap<>();
        for (Datanet datanet : datanets) {
            String name = datanet.name();
            reviewed.put(name, services.store().curation().counts(name).reviewed());
        }
        return new Loaded(datanets, reviewed);
    }

    /** Finds out in the background how large the datanets are that have changed; one after the other. */
    private void measure() {
        Datanet next = model.all().stream()
                .filter(datanet -> !model.sizes().containsKey(datanet))
                .findFirst()
                .orElse(null);
        if (next == null || measuring != null) {
            return;
        }
        measuring = services.tasks()
                .load(words.get("card.tokens.task"), context -> TokenSize.of(services.store(), next, counter()))
                .onResult(size -> {
                    model.sizes().keySet().removeIf(known -> known.name().equals(next.name()));
                    model.sizes().put(next, size);
                    measuring = null;
                    measure();
                })
                // A card without its size is still a card; the next visit tries again.
                .onFailure(error -> measuring = null);
    }

    /** The first base model of this machine; null where none can be asked. Blocks. */
    private @Nullable LocalModel counter() {
        List<ModelChoice> choices = services.models().choices();
        return choices.isEmpty() ? null : services.models().open(choices.getFirst());
    }

    private AutoCloseable load() {
        return services.tasks()
                .load(words.get("browser.loading"), context -> read())
                .onResult(loaded -> {
                    // Before the cards, which show it.
                    model.reviewed().putAll(loaded.reviewed());
                    model.all().setAll(loaded.datanets());
                    model.state().set(loaded.datanets().isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                    measure();
                })
                .onFailure(error -> {
                    model.failure().set(words.failure("browser.failed", error));
                    model.state().set(ScreenState.FAILED);
                });
    }
}
