package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.suggest.ModelTags;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The model that is asked for tags. Before its word counts it is tried on rows that people tagged: one that does no better
 * than always naming the usual tag would only slow curators down. FX thread only.
 */
final class DeskTagger {
    /** Rows that a model is tried on. */
    private static final int TRIED = 32;

    /** Beside those, a row of each tag is shown to it as an example. */
    private static final int OF_TAG = 12;

    /** A model with what it was found good for. */
    record Tried(ModelTags tags, ModelTags.Trial trial) {}

    private final DatanetServices services;
    private final Words words;
    private final ObservableList<ModelChoice> choices = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Tried> used = new SimpleObjectProperty<>(this, "used");
    private final StringProperty said = new SimpleStringProperty(this, "said", "");
    private @Nullable Task<Tried> trying;

    DeskTagger(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    /** The models of this machine. */
    ObservableList<ModelChoice> choices() {
        return choices;
    }

    /** Whose word counts; null for none. */
    ObjectProperty<@Nullable Tried> used() {
        return used;
    }

    /** What became of the model that was chosen, in a sentence; empty while none is. */
    StringProperty said() {
        return said;
    }

    /** Looks which models there are. */
    AutoCloseable load() {
        return services.tasks()
                .load(
                        words.get("desk.model.reading"),
                        context -> services.models().choices())
                .onResult(choices::setAll)
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    /** Asks no model any more. */
    void none() {
        stop();
        used.set(null);
        said.set("");
    }

    /** Gives up a trial. */
    void stop() {
        if (trying != null) {
            trying.cancel();
            trying = null;
            said.set("");
        }
    }

    /** Tries a model and asks it from then on, if it is good enough. */
    void choose(ModelChoice choice, Datanet datanet, List<String> tags) {
        none();
        if (tags.size() < 2) {
            services.notifications().warning(words.get("desk.model.tags"));
            return;
        }
        said.set(words.get("desk.model.trying", choice.name()));
        Task<Tried> task = services.tasks()
                .compute(
                        words.get("desk.model.task", choice.name(), datanet.name()),
                        context -> attempt(choice, datanet, tags, context));
        trying = task;
        var _ = task.onEnd(() -> {
                    if (task.equals(trying)) {
                        trying = null;
                    }
                })
                .onResult(tried -> {
                    ModelTags.Trial trial = tried.trial();
                    String verdict = !trial.tells() ? "few" : trial.passed() ? "passed" : "failed";
                    said.set(words.get(
                            "desk.model." + verdict, choice.name(), trial.right(), trial.of(), trial.usual()));
                    if (trial.passed()) {
                        used.set(tried);
                        services.notifications().success(said.get());
                    } else {
                        services.notifications().warning(said.get());
                    }
                })
                .onCancelled(() -> {
                    if (trying == null) {
                        said.set("");
                    }
                })
                .onFailure(error -> {
                    said.set("");
                    services.notifications().error(words.line(error));
                });
    }

    private Tried attempt(ModelChoice choice, Datanet datanet, List<String> tags, TaskContext context) {
        context.detail(words.get("by-model.opening", choice.name()));
        List<StoredRow> decided = decided(datanet.name(), tags);
        ModelTags asked = new ModelTags(services.models().open(choice), datanet.card(), tags, decided);
        ModelTags.Trial trial = asked.tryOn(decided, done -> {
            context.progress(done, TRIED);
            context.detail(words.get("desk.model.progress", done, TRIED));
            context.checkCancelled();
            return done < TRIED;
        });
        return new Tried(asked, trial);
    }

    /** Rows of each tag from all over the datanet, mixed. */
    private List<StoredRow> decided(String datanet, List<String> tags) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String tag : tags) {
            long[] all = services.store()
                    .ids(
                            datanet,
                            RowFilter.all().withState(ReviewState.ACCEPTED).withTag(tag));
            int wanted = Math.min(all.length, OF_TAG);
            for (int i = 0; i < wanted; i++) {
                ids.add(all[(int) ((long) i * all.length / wanted)]);
            }
        }
        List<StoredRow> rows = new ArrayList<>(services.store().rows(List.copyOf(ids)));
        Collections.shuffle(rows, new Random(datanet.hashCode()));
        return rows;
    }
}
