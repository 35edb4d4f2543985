package cultivar.ui.dialog;

import atlantafx.base.controls.ModalPane;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Dialogs on AtlantaFX's modal pane, stacked; the focus cannot leave the top one. */
final class ModalDialogs implements Dialogs {
    private static final double WIDTH = 480;

    /** What is seen of the window around a dialog that fills it. */
    private static final double EDGE = 16;

    private final ModalPane pane;
    private final Node background;
    private final Messages messages = Messages.ui();
    private final Deque<Open> stack = new ArrayDeque<>();
    private @Nullable Node focusBefore;

    private record Open(VBox panel, Runnable cancel) {}

    ModalDialogs(ModalPane pane, Node background) {
        this.pane = pane;
        this.background = background;
        pane.setPersistent(true);
        pane.setFocusTraversable(false);
        pane.setInTransitionFactory(null);
        pane.setOutTransitionFactory(null);
        pane.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(this::keepFocusInside);
    }

    @Override
    public CompletionStage<Boolean> confirm(Confirm question) {
        boolean careful = question.kind() != Confirm.Kind.NORMAL;
        return this.<Boolean>show(question.title(), handle -> {
                    Button cancel = Buttons.secondary(messages.get("ui.action.cancel"), null, handle::cancel);
                    Runnable yes = () -> handle.submit(true);
                    Button verb = question.kind() == Confirm.Kind.DESTRUCTIVE
                            ? Buttons.danger(question.verb(), null, yes)
                            : Buttons.primary(question.verb(), null, yes);
                    DialogButtons.first(careful ? cancel : verb);
                    VBox content = new VBox(16, Texts.body(question.text()));
                    if (question.details() != null) {
                        content.getChildren().add(question.details());
                    }
                    content.getChildren().add(new DialogButtons(cancel, verb));
                    return content;
                })
                .thenApply(answer -> answer.orElse(false));
    }

    @Override
    public CompletionStage<Optional<String>> prompt(Prompt question) {
        return show(question.title(), handle -> {
            TextField input = question.secret() ? new PasswordField() : new TextField(question.initial());
            Field field = new Field(question.label(), input);
            Runnable submit = () -> {
                String answer = input.getText();
                question.problem()
                        .apply(answer)
                        .ifPresentOrElse(field.errorProperty()::set, () -> handle.submit(answer));
            };
            input.textProperty().subscribe(text -> field.errorProperty().set(""));
            DialogButtons.first(input);
            Button cancel = Buttons.secondary(messages.get("ui.action.cancel"), null, handle::cancel);
            Button verb = Buttons.primary(question.verb(), null, submit);
            verb.disableProperty().bind(input.textProperty().map(String::isBlank));
            input.setOnAction(event -> {
                if (!verb.isDisabled()) {
                    submit.run();
                }
            });
            VBox content = new VBox(16);
            if (!question.text().isEmpty()) {
                content.getChildren().add(Texts.body(question.text()));
            }
            content.getChildren().addAll(field, new DialogButtons(cancel, verb));
            return content;
        });
    }

    @Override
    public <T> CompletionStage<Optional<T>> show(String title, Function<DialogHandle<T>, Node> content) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        Handle<T> handle = new Handle<>(answer);
        VBox panel = panel(title, content.apply(handle), handle::cancel);
        Open open = new Open(panel, handle::cancel);
        if (stack.isEmpty()) {
            Scene scene = pane.getScene();
            focusBefore = scene == null ? null : scene.getFocusOwner();
        }
        stack.push(open);
        handle.close = () -> remove(open);
        present();
        return answer;
    }

    private VBox panel(String title, Node content, Runnable cancel) {
        Label heading = Texts.heading(title);
        heading.setWrapText(true);
        heading.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(heading, Priority.ALWAYS);
        Button close = Buttons.icon(Feather.X, messages.get("ui.action.close"), cancel);
        close.getStyleClass().add("small");
        HBox header = new HBox(8, heading, close);
        header.setAlignment(Pos.CENTER_LEFT);
        VBox panel = new VBox(header, content);
        panel.getStyleClass().add("dialog-panel");
        panel.setMinWidth(WIDTH);
        panel.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        StackPane.setMargin(panel, new Insets(EDGE));
        if (content instanceof Region region && region.getPrefWidth() < 0) {
            region.setPrefWidth(WIDTH - 48);
        }
        panel.setAccessibleRole(AccessibleRole.DIALOG);
        panel.setAccessibleText(title);
        panel.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                cancel.run();
            }
        });
        // JavaFX presses the focused button with the space bar only; in a dialog people expect Enter to.
        panel.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.getTarget() instanceof Button focused) {
                event.consume();
                focused.fire();
            }
        });
        return panel;
    }

    private void present() {
        Open top = stack.peek();
        if (top == null) {
            pane.hide(true);
            background.setMouseTransparent(false);
            if (focusBefore != null) {
                focusBefore.requestFocus();
                focusBefore = null;
            }
            return;
        }
        background.setMouseTransparent(true);
        pane.show(top.panel());
        // The panel gets its skin and the skin its nodes in the coming layout pass; only then can it take the focus.
        Platform.runLater(() -> focusFirst(top));
    }

    private void remove(Open open) {
        stack.remove(open);
        present();
    }

    private void focusFirst(Open open) {
        if (!open.equals(stack.peek())) {
            return;
        }
        Node first = firstFocus(open.panel());
        (first == null ? open.panel() : first).requestFocus();
    }

    private static @Nullable Node firstFocus(Node node) {
        if (DialogButtons.isFirst(node)) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Node found = firstFocus(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private void keepFocusInside(@Nullable Node owner) {
        Open top = stack.peek();
        if (top != null && owner != null && top.panel().getScene() != null && !inside(owner, top.panel())) {
            Platform.runLater(() -> focusFirst(top));
        }
    }

    private static boolean inside(Node node, Node panel) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.equals(panel)) {
                return true;
            }
        }
        return false;
    }

    private static final class Handle<T> implements DialogHandle<T> {
        private final CompletableFuture<Optional<T>> answer;
        private Runnable close = () -> {};

        Handle(CompletableFuture<Optional<T>> answer) {
            this.answer = answer;
        }

        @Override
        public void submit(T value) {
            end(Optional.of(value));
        }

        @Override
        public void cancel() {
            end(Optional.empty());
        }

        private void end(Optional<T> value) {
            if (!answer.isDone()) {
                close.run();
                answer.complete(value);
            }
        }
    }
}
