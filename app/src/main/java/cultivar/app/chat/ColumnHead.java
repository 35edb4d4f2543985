package cultivar.app.chat;

import atlantafx.base.controls.Popover;
import cultivar.app.chat.ask.Who;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.text.Messages;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Who answers in a column, and how strong. */
final class ColumnHead extends VBox {
    private final Column column;
    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Node chooser;

    ColumnHead(Column column, ChatScreen presenter, ChatModel model, Messages messages) {
        super(2);
        this.column = column;
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        chooser = chooser();
        getStyleClass().add("chat-head");
        Badge kind = new Badge("", Tone.NEUTRAL);
        kind.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(6, chooser, kind, gap, remove());
        line.setAlignment(Pos.CENTER_LEFT);
        Label base = Texts.caption(messages.get("chat.base.text"));
        base.setWrapText(false);
        HBox strength = strength();
        getChildren().addAll(line, strength, base);
        column.who().subscribe(who -> {
            kind.set(
                    messages.get(who.isBase() ? "chat.base" : "chat.adapter"),
                    who.isBase() ? Tone.NEUTRAL : Tone.ACCENT);
            show(base, who.isBase());
            show(strength, !who.isBase());
        });
    }

    /** Puts the keyboard where it is chosen who answers. */
    @Override
    public void requestFocus() {
        chooser.requestFocus();
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private Node chooser() {
        Button chooser = Buttons.quiet("", Feather.CHEVRON_DOWN, () -> {});
        chooser.setContentDisplay(ContentDisplay.RIGHT);
        chooser.getStyleClass().add("chat-chooser");
        chooser.setMinWidth(0);
        chooser.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(chooser.textProperty());
        chooser.setTooltip(whole);
        chooser.textProperty()
                .bind(Bindings.createStringBinding(() -> column.who().get().name(), column.who()));
        chooser.accessibleTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> messages.get(
                                "chat.column.choose", column.who().get().name()),
                        column.who()));
        chooser.disableProperty().bind(model.busy());
        chooser.setOnAction(event -> {
            Popover popover = new Popover();
            popover.setDetachable(false);
            popover.setArrowLocation(Popover.ArrowLocation.TOP_LEFT);
            WhoPicker picker = new WhoPicker(model, messages, new WhoPicker.Choices() {
                @Override
                public void who(Who who) {
                    popover.hide();
                    presenter.choose(column, who);
                    presenter.compose();
                }

                @Override
                public void other(ChatAdapter adapter) {
                    popover.hide();
                    presenter.answerWith(adapter);
                }

                @Override
                public void base(String name) {
                    popover.hide();
                    presenter.answerOn(name);
                }
            });
            popover.setContentNode(picker);
            // Its first field takes the keys as soon as it is in sight; asked for before, it would refuse them.
            popover.show(chooser);
        });
        return chooser;
    }

    private Node remove() {
        Button remove = Buttons.icon(Feather.X, messages.get("chat.column.remove"), () -> {
            presenter.removeColumn(column);
            presenter.compose();
        });
        remove.getStyleClass().addAll("small", "chat-column-remove");
        remove.disableProperty().bind(model.busy());
        remove.visibleProperty().bind(Bindings.size(model.columns()).greaterThan(1));
        return remove;
    }

    private HBox strength() {
        Slider slider = new Slider(0, Who.MOST, column.strength().get());
        slider.setBlockIncrement(0.05);
        slider.setMajorTickUnit(1);
        slider.setMinWidth(60);
        slider.getStyleClass().addAll("small", "chat-strength");
        slider.accessibleTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> messages.get(
                                "chat.strength.of", column.who().get().name()),
                        column.who()));
        slider.setAccessibleHelp(messages.get("chat.strength.help"));
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.hidden() || model.fixed(column.who().get()),
                        column.who(),
                        model.adapters(),
                        model.busy()));
        slider.valueProperty().subscribe(value -> column.strength().set(rounded(value.doubleValue())));
        column.strength().subscribe(value -> {
            if (!slider.isValueChanging() && Math.abs(value.doubleValue() - slider.getValue()) > 0.005) {
                slider.setValue(value.doubleValue());
            }
            presenter.talk().strength(column);
        });
        Label shown = Texts.caption("");
        shown.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> messages.get("chat.strength", column.strength().get()), column.strength()));
        shown.setMinWidth(Region.USE_PREF_SIZE);
        shown.setWrapText(false);
        Label icon = new Label("", new FontIcon(Feather.ACTIVITY));
        icon.getStyleClass().add("chat-strength-icon");
        HBox line = new HBox(6, icon, slider, shown);
        line.setAlignment(Pos.CENTER_LEFT);
        // On the line, since what is disabled shows no tip of its own.
        Tooltip still = new Tooltip();
        slider.disabledProperty().subscribe(disabled -> {
            if (disabled) {
                still.setText(messages.get(model.hidden() ? "chat.strength.hidden" : "chat.strength.fixed"));
                Tooltip.install(line, still);
            } else {
                Tooltip.uninstall(line, still);
            }
        });
        return line;
    }

    /** In steps of a twentieth, and easy to set to 0, 1 and 2. */
    private static double rounded(double value) {
        double near = Math.rint(value);
        return Math.abs(value - near) < 0.04 ? near : Math.rint(value * 20) / 20;
    }
}
