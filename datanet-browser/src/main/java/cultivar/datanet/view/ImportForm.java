package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.Split;
import cultivar.datanet.load.FileFormat;
import cultivar.datanet.load.HeadingQuestions;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Asks into which datanet rows go, and for what. */
final class ImportForm {
    private final Words words;
    private final DialogHandle<ImportChoice> handle;
    private final @Nullable Datanet into;
    private final List<Datanet> known;
    private final RadioButton fresh;
    private final RadioButton existing;
    private final RadioButton heldOut;
    private final TextField title = new TextField();
    private final ComboBox<String> names = new ComboBox<>();
    private final Field titleField;
    private final MappingPane mapping;
    private final @Nullable DocumentPane documents;
    private final VBox root = new VBox(16);

    ImportForm(
            Words words,
            List<Path> files,
            @Nullable Datanet into,
            List<Datanet> known,
            MappingPane mapping,
            @Nullable DocumentPane documents,
            DialogHandle<ImportChoice> handle) {
        this.words = words;
        this.mapping = mapping;
        this.documents = documents;
        this.handle = handle;
        this.into = into;
        this.known = known;
        ToggleGroup where = new ToggleGroup();
        fresh = radio("import.new", where);
        existing = radio("import.existing", where);
        titleField = new Field(words.get("import.name"), title);
        title.setText(titleFrom(files.getFirst()));
        title.textProperty().subscribe(() -> titleField.errorProperty().set(""));
        names.getItems().setAll(known.stream().map(Datanet::name).toList());
        names.getSelectionModel().selectFirst();
        names.setMaxWidth(Double.MAX_VALUE);
        Described.describe(names, words.get("import.existing"));
        fresh.setSelected(true);
        titleField.visibleProperty().bind(fresh.selectedProperty());
        titleField.managedProperty().bind(titleField.visibleProperty());
        names.visibleProperty().bind(existing.selectedProperty());
        names.managedProperty().bind(names.visibleProperty());

        ToggleGroup purpose = new ToggleGroup();
        RadioButton train = radio("import.train", purpose);
        heldOut = radio("import.heldout", purpose);
        train.setSelected(true);
        VBox purposes = new VBox(8, Texts.overline(words.get("import.purpose")), train, heldOut);
        purposes.getChildren().add(Texts.caption(words.get("import.purpose.help")));

        if (files.size() > 1) {
            root.getChildren()
                    .add(Texts.caption(files.stream()
                            .map(file -> String.valueOf(file.getFileName()))
                            .collect(Collectors.joining(", "))));
        }
        if (into == null) {
            VBox place = new VBox(8, Texts.overline(words.get("import.where")), fresh, titleField);
            if (!known.isEmpty()) {
                place.getChildren().addAll(existing, names);
            }
            root.getChildren().add(place);
        }
        Button cancel = Buttons.secondary(Messages.ui().get("ui.action.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button go = Buttons.primary(words.get("import.go"), Feather.UPLOAD, this::submit);
        go.setDefaultButton(true);
        root.getChildren().add(purposes);
        if (documents == null) {
            go.disableProperty().bind(mapping.usable().not());
        } else {
            root.getChildren().add(documents);
            boolean only = files.stream().allMatch(ImportForm::document);
            documents.way().subscribe(way -> {
                // What a model or a person makes of a document cannot be seen before.
                boolean seen = !only || way == null || way instanceof DocumentWay.ByHeadings;
                mapping.setVisible(seen);
                mapping.setManaged(seen);
            });
            go.disableProperty()
                    .bind(Bindings.createBooleanBinding(
                            () -> documents.way().get() == null
                                    || (mapping.isVisible() && !mapping.usable().get()),
                            documents.way(),
                            mapping.visibleProperty(),
                            mapping.usable()));
        }
        root.getChildren().addAll(mapping, new DialogButtons(cancel, go));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("import-form");
    }

    Node root() {
        return root;
    }

    static boolean document(Path file) {
        return FileFormat.named(file).equals(Optional.of(FileFormat.DOCUMENT));
    }

    private DocumentWay way() {
        DocumentWay chosen = documents == null ? null : documents.way().get();
        return chosen == null ? new DocumentWay.ByHeadings(HeadingQuestions.AS_THEY_STAND) : chosen;
    }

    private void submit() {
        Split split = heldOut.isSelected() ? Split.HELD_OUT : Split.TRAIN;
        if (into != null) {
            handle.submit(new ImportChoice(into.name(), null, split, mapping.changes(), way()));
        } else if (existing.isSelected()) {
            handle.submit(new ImportChoice(names.getValue(), null, split, mapping.changes(), way()));
        } else {
            submitNew(split);
        }
    }

    private void submitNew(Split split) {
        String text = title.getText().strip();
        String name = DatanetCard.nameFrom(text);
        if (text.isEmpty()) {
            titleField.errorProperty().set(words.get("import.name.missing"));
        } else if (known.stream().anyMatch(datanet -> datanet.name().equals(name))) {
            titleField.errorProperty().set(words.get("import.name.taken", name));
        } else {
            handle.submit(new ImportChoice(name, text, split, mapping.changes(), way()));
        }
    }

    private RadioButton radio(String key, ToggleGroup group) {
        RadioButton button = new RadioButton(words.get(key));
        button.setToggleGroup(group);
        return button;
    }

    /** "defi_intents.jsonl" suggests "Defi intents". */
    private static String titleFrom(Path file) {
        String base = String.valueOf(file.getFileName())
                .replaceFirst("\\.[^.]*$", "")
                .replaceAll("[-_.]+", " ")
                .strip();
        return base.isEmpty() ? "" : base.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + base.substring(1);
    }
}
