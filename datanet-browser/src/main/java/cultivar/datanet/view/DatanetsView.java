package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.ui.a11y.Described;
import cultivar.ui.a11y.Shortcuts;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.GridView;
import org.kordamp.ikonli.feather.Feather;

/** The browser's nodes. */
final class DatanetsView {
    private static final double GAP = 16;
    /** What the grid keeps free for its scroll bar. */
    private static final double SCROLL_BAR = 18;

    private static final double NARROWEST = 300;
    private static final double HEIGHT = 352;

    private final DatanetsScreen presenter;
    private final DatanetsModel model;
    private final Words words;
    private final StackPane root;
    private final TextField search = new TextField();

    DatanetsView(DatanetsScreen presenter, DatanetsModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        Page page = new Page(words.get("browser.title"), words.get("browser.subtitle"));
        Button importButton = Described.describe(
                Buttons.secondary(words.get("browser.import"), Feather.UPLOAD, this::choose),
                words.messages(),
                "datanet.browser.import");
        page.actions(search(), importButton);
        StatePane states = new StatePane(content())
                .loading(words.get("browser.loading"))
                .empty(
                        Feather.DATABASE,
                        words.get("browser.empty.title"),
                        words.get("browser.empty.text"),
                        Buttons.primary(words.get("browser.import"), Feather.UPLOAD, this::choose))
                .onRetry(presenter::reload);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states);
        root = RowFiles.dropZone(page, words.get("import.drop"), presenter::importFiles);
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("datanets-screen");
        KeyCombination find = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
        var _ = Shortcuts.on(root, find, search::requestFocus);
        var _ = Shortcuts.on(root, new KeyCodeCombination(KeyCode.SLASH), search::requestFocus);
    }

    Node root() {
        return root;
    }

    private TextField search() {
        search.setPromptText(words.get("browser.search"));
        search.setPrefColumnCount(20);
        search.getStyleClass().add("datanet-search");
        Described.describe(search, words.messages(), "datanet.browser.search");
        model.search().bindBidirectional(search.textProperty());
        return search;
    }

    private Node content() {
        GridView<Datanet> grid = new GridView<>(model.shown());
        grid.getStyleClass().add("datanet-grid");
        grid.setHorizontalCellSpacing(GAP / 2);
        grid.setVerticalCellSpacing(GAP / 2);
        grid.setCellHeight(HEIGHT);
        grid.setCellFactory(view -> new DatanetCell(presenter, words));
        grid.setFocusTraversable(false);
        // As many columns as fit, and all of the width: a grid with a ragged right edge looks unfinished.
        grid.widthProperty().subscribe(width -> {
            double inner = width.doubleValue() - SCROLL_BAR;
            int columns = Math.max(1, (int) (inner / (NARROWEST + GAP)));
            grid.setCellWidth(Math.max(NARROWEST, Math.floor(inner / columns - GAP)));
        });
        StatePane cards = new StatePane(grid)
                .empty(
                        Feather.SEARCH,
                        words.get("browser.nomatch"),
                        words.get("browser.nomatch.text"),
                        Buttons.secondary(words.get("browser.nomatch.clear"), Feather.X, search::clear));
        cards.stateProperty()
                .bind(Bindings.createObjectBinding(
                        () -> model.shown().isEmpty() ? ScreenState.EMPTY : ScreenState.READY, model.shown()));
        VBox.setVgrow(cards, Priority.ALWAYS);
        VBox content = new VBox(8, totals(), cards);
        content.getStyleClass().add("datanet-browser");
        return content;
    }

    /** One line on everything there is. */
    private Node totals() {
        Label line = Texts.caption("");
        line.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(
                                "browser.totals",
                                model.shown().size(),
                                model.shown().stream().mapToLong(Datanet::rows).sum(),
                                model.shown().stream()
                                        .flatMap(datanet -> datanet.contributors().stream())
                                        .map(share -> share.contributor())
                                        .distinct()
                                        .count()),
                        model.shown()));
        HBox row = new HBox(line);
        row.getStyleClass().add("datanet-totals");
        row.visibleProperty().bind(Bindings.isNotEmpty(model.shown()));
        return row;
    }

    private void choose() {
        presenter.importFiles(
                RowFiles.choose(root.getScene().getWindow(), words.get("import.choose"), words.get("import.kinds")));
    }
}
