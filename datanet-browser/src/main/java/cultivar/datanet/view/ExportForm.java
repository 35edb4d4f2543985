package cultivar.datanet.view;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.Split;
import cultivar.datanet.export.ExportFormat;
import cultivar.datanet.export.ExportLayout;
import cultivar.datanet.export.ExportPlan;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.PlaceField;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Asks which rows of a datanet are written, in which format and layout, and where to. */
final class ExportForm {
    /** The rows of a version; without a number, the accepted rows as they are now. */
    private record Rows(@Nullable Integer version) {}

    private final Words words;
    private final String datanet;
    private final DialogHandle<ExportChoice> handle;
    private final ComboBox<Rows> rows;
    private final ComboBox<Split> split;
    private final ComboBox<ExportFormat> format;
    private final ComboBox<ExportLayout> layout;
    private final CheckBox balance;
    private final PlaceField target;
    private final VBox root = new VBox(16);

    /** @param folder where exports go unless another place is chosen */
    ExportForm(
            Words words,
            String datanet,
            List<DatanetVersion> versions,
            Path folder,
            DialogHandle<ExportChoice> handle) {
        this.words = words;
        this.datanet = datanet;
        this.handle = handle;
        List<Rows> choices = new ArrayList<>();
        versions.forEach(version -> choices.add(new Rows(version.number())));
        choices.add(new Rows(null));
        rows = choice("export.rows", choices, this::name);
        split = choice("export.split", List.of(Split.values()), side -> words.get("export.split." + side.id()));
        format = choice(
                "export.format", List.of(ExportFormat.values()), kind -> words.get("export.format." + kind.id()));
        layout = choice(
                "export.layout", List.of(ExportLayout.values()), kind -> words.get("export.layout." + kind.id()));
        balance = new CheckBox(words.get("export.balance"));
        balance.getStyleClass().add("export-balance");
        Described.describe(balance, words.messages(), "datanet.export.balance");
        Field sides = field("export.split", split);
        sides.visibleProperty().bind(format.valueProperty().isNotEqualTo(ExportFormat.FOLDER));
        sides.managedProperty().bind(sides.visibleProperty());
        target = new PlaceField(words.get("export.target"), words.get("export.browse"), this::browse);
        target.input().getStyleClass().add("export-target");
        format.valueProperty().subscribe(kind -> place(folder));
        rows.valueProperty().subscribe(kind -> place(folder));
        Button cancel = Buttons.secondary(Messages.ui().get("ui.action.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button go = Buttons.primary(words.get("export.go"), Feather.DOWNLOAD, this::submit);
        go.setDefaultButton(true);
        go.disableProperty().bind(target.input().textProperty().map(String::isBlank));
        root.getChildren()
                .addAll(
                        field("export.rows", rows),
                        field("export.format", format),
                        sides,
                        field("export.layout", layout),
                        balance,
                        target.root(),
                        Texts.caption(words.get("export.help")),
                        new DialogButtons(cancel, go));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("export-form");
    }

    Node root() {
        return root;
    }

    private void submit() {
        Rows chosen = rows.getValue();
        ExportPlan plan = new ExportPlan(
                datanet,
                chosen.version(),
                format.getValue(),
                layout.getValue(),
                split.getValue(),
                balance.isSelected());
        target.place()
                .ifPresentOrElse(
                        place -> handle.submit(new ExportChoice(plan, place)),
                        () -> target.errorProperty().set(words.get("export.target.wrong")));
    }

    private void browse(Window window) {
        Path chosen = RowFiles.save(window, words.get("export.target"), target.fileName());
        if (chosen != null) {
            target.set(chosen);
        }
    }

    private void place(Path folder) {
        Integer version = rows.getValue().version();
        String name = datanet + (version == null ? "" : "-v" + version);
        ExportFormat kind = format.getValue();
        target.set(folder.resolve(kind == ExportFormat.FOLDER ? name : name + "." + kind.id()));
    }

    private String name(Rows choice) {
        return choice.version() == null
                ? words.get("export.rows.now")
                : words.get("export.rows.version", choice.version());
    }

    private Field field(String key, Node node) {
        return new Field(words.get(key), node);
    }

    private <T> ComboBox<T> choice(String key, List<T> values, Function<T, String> name) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new IllegalStateException("the choice cannot be typed");
            }
        });
        box.getSelectionModel().selectFirst();
        box.setMaxWidth(Double.MAX_VALUE);
        box.getStyleClass().add(key.replace('.', '-'));
        Described.describe(box, words.get(key));
        return box;
    }
}
