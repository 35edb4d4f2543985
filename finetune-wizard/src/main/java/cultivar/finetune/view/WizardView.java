package cultivar.finetune.view;

import cultivar.finetune.Recipe;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Page;
import cultivar.ui.control.StepHeader;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The wizard's nodes: the three steps under their header, and the way on at the bottom. */
final class WizardView {
    private final WizardScreen presenter;
    private final WizardModel model;
    private final Words words;
    private final Page page;
    private final StackPane stage = new StackPane();
    private final HBox footer = new HBox(10);
    private final DataStep data;
    private final RecipeStep recipe;

    WizardView(WizardScreen presenter, WizardModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        data = new DataStep(presenter, model, words);
        recipe = new RecipeStep(presenter, model, words);
        StepHeader header =
                new StepHeader(List.of(words.get("step.data"), words.get("step.recipe"), words.get("step.run")));
        header.currentProperty().bind(model.step());
        header.onSelect(presenter::goTo);
        header.setMaxWidth(640);
        HBox bar = new HBox(header);
        HBox.setHgrow(header, Priority.ALWAYS);
        bar.getStyleClass().add("wizard-steps");
        VBox.setVgrow(stage, Priority.ALWAYS);
        footer.setAlignment(Pos.CENTER_RIGHT);
        footer.getStyleClass().add("wizard-footer");
        VBox body = new VBox(bar, stage, footer);
        StatePane states = new StatePane(body)
                .loading(words.get("data.loading"))
                .empty(
                        Feather.DATABASE,
                        words.get("data.none.title"),
                        words.get("data.none.text"),
                        Buttons.primary(words.get("data.none.action"), Feather.DATABASE, presenter::datanets))
                .onRetry(presenter::reload);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page = new Page(words.get("wizard.title"), words.get("wizard.subtitle"));
        page.body(states);
        page.getStyleClass().add("wizard");
        page.getStylesheets().add(Styles.sheet());
        model.step().subscribe(step -> show(step.intValue()));
        model.run().subscribe(run -> show(model.step().get()));
    }

    Node root() {
        return page;
    }

    private void show(int step) {
        RunScreen run = model.run().get();
        switch (step) {
            case 0 -> {
                stage.getChildren().setAll(data.root());
                footer.getChildren().setAll(grow(), next());
            }
            case 1 -> {
                stage.getChildren().setAll(recipe.root());
                footer.getChildren().setAll(back(0), grow(), start());
            }
            default -> {
                if (run != null) {
                    stage.getChildren().setAll(Lifecycle.host(run));
                }
                footer.getChildren()
                        .setAll(grow(), Buttons.quiet(words.get("wizard.again"), Feather.PLUS, presenter::again));
            }
        }
    }

    private Button next() {
        Button next = Buttons.primary(words.get("wizard.next"), Feather.ARROW_RIGHT, () -> presenter.goTo(1));
        next.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(
                                model.chosen().isEmpty()
                                        ? "wizard.next.choose"
                                        : model.checkState().get() == ScreenState.FAILED
                                                ? "wizard.next.mend"
                                                : "wizard.next"),
                        model.chosen(),
                        model.checkState()));
        next.disableProperty()
                .bind(Bindings.isEmpty(model.chosen()).or(model.checkState().isEqualTo(ScreenState.FAILED)));
        next.getStyleClass().add("wizard-next");
        next.setContentDisplay(ContentDisplay.RIGHT);
        next.setDefaultButton(true);
        return next;
    }

    private Button back(int step) {
        return Buttons.secondary(words.get("wizard.back"), Feather.ARROW_LEFT, () -> presenter.goTo(step));
    }

    private Button start() {
        Button start = Buttons.primary(words.get("wizard.start"), Feather.PLAY, presenter::start);
        start.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(
                                model.draft().recipe().get() == null
                                        ? "wizard.start.mend"
                                        : model.starting().get() ? "wizard.start.starting" : "wizard.start"),
                        model.draft().recipe(),
                        model.starting()));
        start.disableProperty()
                .bind(model.starting()
                        .or(Bindings.createBooleanBinding(
                                () -> {
                                    Recipe written = model.draft().recipe().get();
                                    return written == null;
                                },
                                model.draft().recipe())));
        start.getStyleClass().add("wizard-start");
        start.setDefaultButton(true);
        return start;
    }

    private static Region grow() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }
}
