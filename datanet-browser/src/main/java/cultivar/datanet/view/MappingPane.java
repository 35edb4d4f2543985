package cultivar.datanet.view;

import cultivar.datanet.Message;
import cultivar.datanet.load.ImportPart;
import cultivar.datanet.load.Mapping;
import cultivar.datanet.load.Preview;
import cultivar.datanet.load.Target;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.StringConverter;

/** What each column is taken for, which a person can change, and what the first rows become by it. */
final class MappingPane extends VBox {
    private static final int TEXT = 140;
    private static final double HIGHEST = 124;

    /** Files are not read for every letter that is typed. */
    private static final Duration REST = Duration.millis(300);

    private final Words words;
    private final BiConsumer<Map<String, Target>, Consumer<List<ImportPart>>> look;
    private final Map<String, Target> changes = new LinkedHashMap<>();
    private final Map<String, ComboBox<Target>> choices = new LinkedHashMap<>();
    private final GridPane columns = new GridPane();
    private final VBox rows = new VBox(10);
    private final BooleanProperty usable = new SimpleBooleanProperty(this, "usable");
    private final PauseTransition resting = new PauseTransition(REST);
    private boolean showing;
    private int looks;

    /**
     * The pane.
     *
     * @param look reads the files again with changes, and tells what it sees on the FX thread
     */
    MappingPane(Words words, List<ImportPart> parts, BiConsumer<Map<String, Target>, Consumer<List<ImportPart>>> look) {
        super(8);
        this.words = words;
        this.look = look;
        resting.setOnFinished(event -> lookAgain());
        columns.getStyleClass().add("import-columns");
        ScrollPane columnScroll = scroll(new VBox(columns));
        ScrollPane rowScroll = scroll(rows);
        Described.describe(rowScroll, words.get("import.preview"));
        getChildren()
                .addAll(
                        Texts.overline(words.get("import.columns")),
                        columnScroll,
                        Texts.overline(words.get("import.preview")),
                        rowScroll);
        show(parts);
    }

    Map<String, Target> changes() {
        return changes;
    }

    /** Whether rows can come of every file. */
    BooleanProperty usable() {
        return usable;
    }

    private void show(List<ImportPart> parts) {
        showing = true;
        for (ImportPart part : parts) {
            part.preview()
                    .mapping()
                    .columns()
                    .forEach((column, target) -> choice(column).setValue(target));
        }
        showing = false;
        usable.set(parts.stream().map(part -> part.preview().mapping()).allMatch(MappingPane::usable));
        rows.getChildren().clear();
        parts.stream().limit(1).forEach(part -> part.preview().rows().forEach(this::row));
        if (rows.getChildren().isEmpty()) {
            rows.getChildren().add(Texts.muted(words.get("import.preview.none")));
        }
    }

    /** Reads the files again as soon as nothing more is said for a moment. */
    void lookSoon() {
        resting.playFromStart();
    }

    /** Reads the files again. Reads are not answered in their order: only the latest knows all that was said. */
    private void lookAgain() {
        int mine = ++looks;
        look.accept(changes, parts -> {
            if (mine == looks) {
                show(parts);
            }
        });
    }

    private static boolean usable(Mapping mapping) {
        return mapping.columns().isEmpty() || mapping.complete();
    }

    private void row(Preview.Row row) {
        if (row.contribution() == null) {
            Label reason = Texts.caption(words.get("import.preview.refused", row.line(), row.reason()));
            reason.getStyleClass().add("import-refused");
            reason.setWrapText(true);
            rows.getChildren().add(reason);
            return;
        }
        VBox turns = new VBox(2);
        for (Message message : row.contribution().messages()) {
            String role = words.get("role." + message.role().id());
            Label line = Texts.caption(role + ": " + cut(message.content()));
            line.setMinWidth(0);
            turns.getChildren().add(line);
        }
        rows.getChildren().add(turns);
    }

    private ComboBox<Target> choice(String column) {
        return choices.computeIfAbsent(column, name -> {
            ComboBox<Target> choice = new ComboBox<>();
            choice.getItems().setAll(Target.values());
            choice.setConverter(new StringConverter<>() {
                @Override
                public String toString(Target target) {
                    return target == null ? "" : words.get("import.column." + target.id());
                }

                @Override
                public Target fromString(String text) {
                    return Target.ofId(text.toLowerCase(Locale.ROOT));
                }
            });
            Described.describe(choice, words.get("import.column.name", name));
            choice.valueProperty().subscribe((before, now) -> {
                if (!showing && now != null) {
                    changes.values().removeIf(target -> target == now && target != Target.NOTHING);
                    changes.put(name, now);
                    lookAgain();
                }
            });
            int line = choices.size();
            Label label = Texts.mono(name);
            label.setLabelFor(choice);
            columns.addRow(line, label, choice);
            return choice;
        });
    }

    private static ScrollPane scroll(VBox content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.setMinHeight(60);
        scroll.getStyleClass().add("import-scroll");
        return scroll;
    }

    private static String cut(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= TEXT ? line : line.substring(0, TEXT - 1) + "…";
    }
}
