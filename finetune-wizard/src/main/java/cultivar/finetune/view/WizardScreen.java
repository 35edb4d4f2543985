package cultivar.finetune.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersionRef;
import cultivar.finetune.DataCheck;
import cultivar.finetune.Leaks;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.TrainedAdapter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javafx.collections.SetChangeListener;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The wizard: choose data, write the recipe, watch the run. */
public final class WizardScreen implements Screen {
    private final FinetuneServices services;
    private final WaysOut out;
    private final Words words = new Words();
    private final Set<String> takenNames = new HashSet<>();
    private final WizardModel model;
    private @Nullable WizardView view;
    private @Nullable Task<DataCheck> checking;
    private @Nullable Task<Leaks> comparing;
    private String suggestedName = "";

    /**
     * The wizard.
     *
     * @param preselected datanet versions that are chosen from the start; the newest version counts
     */
    public WizardScreen(FinetuneServices services, WaysOut out, List<DatanetVersionRef> preselected) {
        this.services = services;
        this.out = out;
        model = new WizardModel(new RecipeDraft(takenNames::contains, words.get("recipe.name.taken")));
        preselected.forEach(ref -> model.chosen().add(ref.name()));
        model.chosen().addListener((SetChangeListener<String>) change -> chosenChanged());
        model.draft().text(RecipeField.MAX_LENGTH).subscribe((before, now) -> check());
        model.draft().text(RecipeField.BASE).subscribe((before, now) -> check());
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new WizardView(this, model, words);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load());
        scope.onClose(() -> {
            if (checking != null) {
                checking.cancel();
            }
            if (comparing != null) {
                comparing.cancel();
            }
        });
    }

    WizardModel model() {
        return model;
    }

    void reload() {
        var _ = load();
    }

    void datanets() {
        out.datanets().run();
    }

    void models() {
        out.models().run();
    }

    /** Chooses the base model, by a name that the models at hand go by. */
    public void choose(String base) {
        model.draft().text(RecipeField.BASE).set(base);
        if (!model.chosen().isEmpty()) {
            goTo(1);
        }
    }

    void goTo(int step) {
        if (step < 2 || model.run().get() != null) {
            model.step().set(step);
        }
    }

    void toggle(Datanet datanet) {
        if (!model.chosen().remove(datanet.name())) {
            model.chosen().add(datanet.name());
        }
    }

    /** Queues the run and shows it. */
    void start() {
        Recipe recipe = model.draft().recipe().get();
        if (recipe == null || model.starting().get()) {
            return;
        }
        model.starting().set(true);
        services.tasks()
                .load(words.get("recipe.starting"), context -> services.runs().submit(recipe))
                .onResult(this::show)
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onEnd(() -> model.starting().set(false));
    }

    /** Begins a new recipe on the same data. */
    void again() {
        model.run().set(null);
        model.step().set(0);
        reload();
    }

    private void show(Run run) {
        takenNames.add(run.recipe().out());
        model.run().set(new RunScreen(services, out, run.id(), this::again, false));
        model.step().set(2);
    }

    private Task<Loaded> load() {
        // A page that said there is nothing goes on saying so while it looks again.
        if (model.datanets().isEmpty() && model.state().get() != ScreenState.EMPTY) {
            model.state().set(ScreenState.LOADING);
        }
        return services.tasks()
                .load(words.get("data.loading"), context -> read())
                .onResult(this::show)
                .onFailure(error -> {
                    model.failure().set(words.failure(error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private Loaded read() {
        List<Datanet> usable = services.datanets().list().stream()
                .filter(datanet -> datanet.latest().isPresent())
                .toList();
        List<String> bases = services.runs().models().bases();
        List<String> taken = new ArrayList<>();
        services.store().adapters().stream().map(TrainedAdapter::name).forEach(taken::add);
        services.store().list().stream()
                .filter(run -> run.phase().isActive() || run.phase().isResumable())
                .map(run -> run.recipe().out())
                .forEach(taken::add);
        OptionalDouble speed =
                bases.isEmpty() ? OptionalDouble.empty() : services.store().tokensPerSecond(bases.getFirst());
        return new Loaded(usable, bases, taken, speed);
    }

    private void show(Loaded loaded) {
        takenNames.clear();
        takenNames.addAll(loaded.taken());
        model.bases().setAll(loaded.bases());
        model.speed().set(loaded.speed());
        model.datanets().setAll(loaded.datanets());
        if (!loaded.bases().contains(model.draft().text(RecipeField.BASE).get())
                && !loaded.bases().isEmpty()) {
            model.draft().text(RecipeField.BASE).set(loaded.bases().getFirst());
        }
        Set<String> names = new HashSet<>();
        loaded.datanets().forEach(datanet -> names.add(datanet.name()));
        model.chosen().retainAll(names);
        model.state().set(loaded.datanets().isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
        chosenChanged();
    }

    private void chosenChanged() {
        List<String> refs = new ArrayList<>();
        for (Datanet datanet : model.datanets()) {
            if (model.chosen().contains(datanet.name())) {
                datanet.latest().ifPresent(version -> refs.add(version.ref().toString()));
            }
        }
        model.draft().text(RecipeField.DATANET).set(String.join(", ", refs));
        suggestName(refs);
        check();
        compare(refs.stream().map(DatanetVersionRef::parse).toList());
    }

    /** Looks in the background for what training and held-out rows share; only the last asked for counts. */
    private void compare(List<DatanetVersionRef> versions) {
        if (comparing != null) {
            comparing.cancel();
            comparing = null;
        }
        model.leaks().set(null);
        if (versions.isEmpty()) {
            return;
        }
        comparing = services.tasks()
                .load(
                        words.get("check.leaks.task"),
                        context -> Leaks.of(services.datanets(), versions, context::cancelled))
                .onResult(model.leaks()::set)
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    /** The first datanet's name, as long as nobody has written another. */
    private void suggestName(List<String> refs) {
        String written = model.draft().text(RecipeField.OUT).get();
        if (!written.isEmpty() && !written.equals(suggestedName)) {
            return;
        }
        String stem =
                refs.isEmpty() ? "" : DatanetVersionRef.parse(refs.getFirst()).name();
        String name = stem;
        for (int i = 2; takenNames.contains(name); i++) {
            name = stem + "-" + i;
        }
        suggestedName = name;
        model.draft().text(RecipeField.OUT).set(name);
    }

    /** Reads and tokenizes the chosen rows, in the background; only the last asked for counts. */
    void check() {
        if (checking != null) {
            checking.cancel();
            checking = null;
        }
        Recipe recipe = model.draft().recipe().get();
        if (model.chosen().isEmpty() || model.state().get() != ScreenState.READY) {
            model.check().set(null);
            model.checkState().set(ScreenState.EMPTY);
            return;
        }
        if (recipe == null) {
            return; // the form says what is wrong; the last good figures stay
        }
        if (model.check().get() == null) {
            model.checkState().set(ScreenState.LOADING);
        }
        checking = services.tasks()
                .load(words.get("data.checking"), context -> {
                    var base = services.runs().models().open(recipe.base());
                    if (context.cancelled()) {
                        throw new CancellationException();
                    }
                    return DataCheck.of(recipe, services::datanets, base);
                })
                .onResult(check -> {
                    model.check().set(check);
                    model.checkState().set(ScreenState.READY);
                })
                .onFailure(error -> {
                    model.check().set(null);
                    model.checkFailure().set(words.failure(error));
                    model.checkState().set(ScreenState.FAILED);
                });
    }

    private record Loaded(List<Datanet> datanets, List<String> bases, List<String> taken, OptionalDouble speed) {}
}
