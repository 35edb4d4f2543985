package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Chip;
import cultivar.ui.control.Texts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** The rows of a datanet: filters above a table, and the chosen row beside it. */
final class RowsPane {
    /** Which side of the datanet is shown. */
    private enum Side {
        ALL("rows.all"),
        TRAIN("rows.train"),
        HELD_OUT("rows.heldout"),
        DRAFTS("rows.drafts");

        private final String key;

        Side(String key) {
            this.key = key;
        }

        RowFilter apply(RowFilter filter) {
            return switch (this) {
                case ALL -> filter.withSplit(null).withDraftsOnly(false);
                case TRAIN -> filter.withSplit(Split.TRAIN).withDraftsOnly(false);
                case HELD_OUT -> filter.withSplit(Split.HELD_OUT).withDraftsOnly(false);
                case DRAFTS -> filter.withSplit(null).withDraftsOnly(true);
            };
        }

        static Side of(RowFilter filter) {
            if (filter.draftsOnly()) {
                return DRAFTS;
            }
            return filter.split() == null ? ALL : filter.split() == Split.TRAIN ? TRAIN : HELD_OUT;
        }
    }

    /** How many characters of a text a line shows at most: what the widest column holds, as all of them are measured. */
    private static final int LINE = 256;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final DatanetScreen presenter;
    private final DatanetModel model;
    private final Words words;
    private final TextField search = new TextField();
    private final ComboBox<String> tags = new ComboBox<>();
    private final Map<Side, Chip> sides = new EnumMap<>(Side.class);
    private final PauseTransition typing = new PauseTransition(Duration.millis(150));
    private final VBox root;
    private boolean filling;

    RowsPane(DatanetScreen presenter, DatanetModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        RowTable table = new RowTable(presenter, model, words);
        RowDetail detail = new RowDetail(model.selected(), words)
                .signals(presenter.signals())
                .copies(presenter.copies());
        QualityPane quality =
                new QualityPane(presenter.signals(), presenter.copies(), words, model.filter(), presenter::filter);
        HBox.setHgrow(table.root(), Priority.ALWAYS);
        HBox body = new HBox(16, table.root(), detail.root());
        VBox.setVgrow(body, Priority.ALWAYS);
        root = new VBox(12, filters(), quality.root(), body);
        root.getStyleClass().add("datanet-rows");
        model.datanet().subscribe(this::fillTags);
        model.filter().subscribe(this::showFilter);
    }

    Node root() {
        return root;
    }

    void search() {
        search.requestFocus();
        search.selectAll();
    }

    private Node filters() {
        search.setPromptText(words.get("rows.search"));
        search.setPrefColumnCount(22);
        search.getStyleClass().add("row-search");
        Described.describe(search, words.messages(), "datanet.rows.search");
        typing.setOnFinished(event -> change(filter -> filter.withText(search.getText())));
        search.textProperty().subscribe(text -> {
            if (!text.equals(model.filter().get().text())) {
                typing.playFromStart();
            }
        });
        tags.setPrefWidth(170);
        tags.getStyleClass().add("tag-filter");
        Described.describe(tags, words.get("rows.tag"));
        tags.getSelectionModel().selectedIndexProperty().subscribe(index -> {
            if (!filling && index.intValue() >= 0) {
                @Nullable
                String tag = index.intValue() == 0 ? null : tags.getItems().get(index.intValue());
                change(filter -> filter.withTag(tag));
            }
        });
        ToggleGroup group = new ToggleGroup();
        HBox chips = new HBox(6);
        for (Side side : Side.values()) {
            Chip chip = new Chip(words.get(side.key));
            chip.setToggleGroup(group);
            chip.setOnAction(event -> change(side::apply));
            chips.getChildren().add(chip);
            sides.put(side, chip);
        }
        chips.setAlignment(Pos.CENTER_LEFT);
        // One of them is always on: pressing it again must not leave none.
        group.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true);
            }
        });
        Label count = Texts.caption("");
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get("rows.count", model.matching().get()), model.matching()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(12, search, tags, chips, gap, count);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void change(UnaryOperator<RowFilter> effect) {
        presenter.filter(effect.apply(model.filter().get()));
    }

    private void fillTags(@Nullable Datanet datanet) {
        if (datanet == null) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(words.get("rows.tag.any")));
        datanet.tags().stream().map(Counted::name).forEach(names::add);
        filling = true;
        tags.getItems().setAll(names);
        filling = false;
        showFilter(model.filter().get());
    }

    /** Shows a filter that was set elsewhere, such as by a bar of the overview. */
    private void showFilter(RowFilter filter) {
        filling = true;
        if (!search.getText().equals(filter.text())) {
            search.setText(filter.text());
        }
        Objects.requireNonNull(sides.get(Side.of(filter))).setSelected(true);
        int index = filter.tag() == null ? 0 : Math.max(0, tags.getItems().indexOf(filter.tag()));
        if (!tags.getItems().isEmpty()) {
            tags.getSelectionModel().select(index);
        }
        filling = false;
    }

    /** The text of the turn that a table shows as the question: the last user turn. */
    static String question(StoredRow row) {
        return row.contribution().messages().stream()
                .filter(message -> message.role() == cultivar.datanet.Role.USER)
                .reduce((first, second) -> second)
                .map(message -> oneLine(message.content()))
                .orElse("");
    }

    static String answer(StoredRow row) {
        return oneLine(
                Objects.requireNonNull(row.contribution().messages().getLast()).content());
    }

    private static String oneLine(String text) {
        String start = text.length() > LINE ? text.substring(0, LINE) : text;
        return SPACES.matcher(start.strip()).replaceAll(" ");
    }
}
