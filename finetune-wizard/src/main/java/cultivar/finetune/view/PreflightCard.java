package cultivar.finetune.view;

import cultivar.finetune.DataCheck;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Validation;
import cultivar.runtime.memory.MemoryPlan;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.train.RowCounts;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Card;
import cultivar.ui.control.CodeBlock;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What will happen when the run starts: said before it does. */
final class PreflightCard {
    private static final double GIB = 1 << 30;

    private final WizardModel model;
    private final Words words;
    private final KeyValueGrid grid = new KeyValueGrid();
    private final Badge ready = new Badge("", Tone.SUCCESS);
    private final Label changed = Texts.caption("");
    private final CodeBlock command = new CodeBlock("");
    private final VBox root;

    PreflightCard(WizardModel model, Words words) {
        this.model = model;
        this.words = words;
        Card card = Card.titled(words.get("preflight.title"), grid, changed);
        card.actions(ready);
        card.getStyleClass().add("preflight");
        Card commandCard = Card.titled(words.get("preflight.command"), command).compact();
        root = new VBox(14, card, commandCard);
        root.getStyleClass().add("recipe-side");
        model.draft().recipe().subscribe(recipe -> show());
        model.check().subscribe(check -> show());
        model.speed().subscribe(speed -> show());
        model.draft().preset().subscribe(preset -> show());
    }

    Node root() {
        return root;
    }

    private void show() {
        Recipe recipe = model.draft().recipe().get();
        DataCheck check = model.check().get();
        ready.set(
                words.get(recipe == null ? "preflight.notready" : "preflight.ready"),
                recipe == null ? Tone.WARNING : Tone.SUCCESS);
        if (recipe == null) {
            // The last good figures stay, so that nothing jumps while somebody types.
            return;
        }
        grid.clear();
        grid.text(words.get("preflight.base"), recipe.base());
        grid.text(
                words.get("preflight.data"),
                String.join(
                        ", ", recipe.datanet().stream().map(Object::toString).toList()));
        int perStep = recipe.batch() * recipe.accumulate();
        if (check != null) {
            RowCounts counts = check.counts();
            int steps = recipe.toTrainingSettings().stepsFor(counts.rows(), counts.tokens());
            double tokens = tokens(recipe, counts, steps);
            grid.text(words.get("preflight.steps"), words.get("preflight.steps.value", steps, perStep));
            grid.text(words.get("preflight.tokens"), words.get("preflight.tokens.value", Math.round(tokens)));
            grid.text(
                    words.get("preflight.time"),
                    model.speed().get().isPresent()
                            ? words.get(
                                    "preflight.time.value",
                                    words.duration(tokens / model.speed().get().getAsDouble()),
                                    Math.round(model.speed().get().getAsDouble()))
                            : words.get("preflight.time.unknown"));
        }
        if (check != null) {
            memory(check.memory(), recipe);
        }
        grid.text(words.get("preflight.validation"), validation(recipe.validation()));
        grid.mono(words.get("preflight.out"), "adapters/" + recipe.out());
        grid.mono(words.get("preflight.hash"), recipe.hash().hex());
        List<RecipeField> different = model.draft().differences();
        String preset = words.get("preset." + model.draft().preset().get().id());
        changed.setText(
                different.isEmpty()
                        ? words.get("preflight.same", preset)
                        : words.get(
                                "preflight.changed",
                                different.size(),
                                preset,
                                String.join(
                                        ", ",
                                        different.stream()
                                                .map(field -> words.get("field." + field.id()))
                                                .toList())));
        command.textProperty().set(command(recipe));
    }

    /** What the run needs at its peak, and what would need less where this machine has not got it. */
    private void memory(MemoryPlanner planner, Recipe recipe) {
        boolean again = recipe.toTrainingSettings().options().recompute();
        MemoryPlan plan = planner.plan(recipe.dtype(), again);
        long room = planner.room();
        boolean fits = room == 0 || plan.bytes() < room;
        String value = fits ? "preflight.memory.value" : "preflight.memory.toolittle";
        grid.text(
                words.get("preflight.memory"),
                words.get(
                        planner.onCard() ? value + ".card" : value,
                        words.decimal(plan.bytes() / GIB, 1),
                        words.decimal(room / GIB, 1)));
        if (!fits) {
            for (MemoryPlanner.Way way : planner.ways(recipe.dtype(), again)) {
                grid.text(
                        words.get("preflight.memory.way." + way.type().label()),
                        words.get(
                                "preflight.memory.way", words.decimal(way.plan().bytes() / GIB, 1)));
            }
        }
    }

    /** Tokens that all steps go through. */
    private static double tokens(Recipe recipe, RowCounts counts, int steps) {
        if (recipe.steps() == 0) {
            return (double) counts.tokens() * recipe.epochs();
        }
        double perPlace = recipe.options().packing() ? recipe.maxLength() : (double) counts.tokens() / counts.rows();
        return perPlace * recipe.batch() * recipe.accumulate() * steps;
    }

    private String validation(Validation validation) {
        return switch (validation) {
            case Validation.None() -> words.get("preflight.validation.none");
            case Validation.HeldOut() -> words.get("preflight.validation.heldout");
            case Validation.Share(double share) -> words.get("preflight.validation.share", words.percent(share));
            case Validation.File(String path) -> path;
        };
    }

    /** The same run on the command line, an option a line. */
    static String command(Recipe recipe) {
        StringBuilder line = new StringBuilder("cultivar train");
        for (String part : recipe.toOptions()) {
            if (part.startsWith("--")) {
                line.append(" \\\n  ").append(part);
            } else {
                line.append(' ')
                        .append(part.matches("[A-Za-z0-9@._,/-]+") ? part : "'" + part.replace("'", "'\\''") + "'");
            }
        }
        return line.toString();
    }
}
