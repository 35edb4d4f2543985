package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.a11y.Described;
import cultivar.ui.a11y.Shortcuts;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Page;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.StatePane;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of a datanet's page: a header, and tabs for the overview and the rows. */
final class DatanetView {
    private final DatanetScreen presenter;
    private final Words words;
    private final StackPane root;
    private final Page page = new Page("", "");
    private final Badge version = new Badge("", Tone.NEUTRAL);
    private final Button publish;
    private final Button build;
    private final Tab rows;
    private final TabPane tabs = new TabPane();

    DatanetView(DatanetScreen presenter, DatanetModel model, Words words, String name) {
        this.presenter = presenter;
        this.words = words;
        Button back = Buttons.icon(Feather.ARROW_LEFT, words.get("page.back"), presenter::back);
        back.getStyleClass().add("datanet-back");
        page.leading(back);
        page.title().setText(name);
        page.title().setGraphic(version);
        page.title().setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        page.title().setGraphicTextGap(12);
        page.subtitle().getStyleClass().add("datanet-page-summary");
        Button importButton = Buttons.secondary(words.get("page.import"), Feather.UPLOAD, this::choose);
        Described.describe(importButton, words.messages(), "datanet.page.import");
        importButton.disableProperty().bind(model.datanet().isNull());
        Button export = Buttons.secondary(words.get("page.export"), Feather.DOWNLOAD, presenter::export);
        Described.describe(export, words.messages(), "datanet.page.export");
        export.getStyleClass().add("datanet-export");
        export.disableProperty().bind(model.datanet().isNull());
        Button contribute = Buttons.secondary(words.get("page.contribute"), Feather.GIFT, this::contribute);
        Described.describe(contribute, words.messages(), "datanet.page.contribute");
        contribute.getStyleClass().add("datanet-contribute");
        contribute.disableProperty().bind(model.datanet().isNull());
        publish = Buttons.secondary(words.get("page.publish"), Feather.GIT_COMMIT, presenter::publish);
        Described.describe(publish, words.messages(), "datanet.page.publish");
        publish.getStyleClass().add("datanet-publish");
        publish.managedProperty().bind(publish.visibleProperty());
        publish.disableProperty().bind(model.busy());
        build = Buttons.primary(words.get("page.build"), Feather.PLAY, presenter::build);
        Described.describe(build, words.messages(), "datanet.page.build");
        build.getStyleClass().add("datanet-build");
        Button review = Buttons.secondary(words.get("page.review"), Feather.CHECK_SQUARE, presenter::review);
        Described.describe(review, words.messages(), "datanet.page.review");
        review.getStyleClass().add("datanet-review");
        review.disableProperty().bind(model.datanet().isNull());
        page.actions(review, importButton, contribute, export, publish, build);

        Tab overview = tab(words.get("page.overview"), new OverviewPane(presenter, model, words, this::showTag).root());
        RowsPane rowsPane = new RowsPane(presenter, model, words);
        rows = tab(words.get("page.rows", 0), rowsPane.root());
        tabs.getTabs().setAll(overview, rows);
        if (!model.filter().get().equals(RowFilter.all())) {
            tabs.getSelectionModel().select(rows);
        }
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getStyleClass().add("datanet-tabs");
        tabs.setAccessibleText(words.get("page.tabs"));

        StatePane states =
                new StatePane(tabs).loading(words.get("page.loading")).onRetry(presenter::reload);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states);
        root = RowFiles.dropZone(page, words.get("import.drop"), presenter::importFiles);
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("datanet-screen");
        model.datanet().subscribe(this::update);
        KeyCombination find = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
        Runnable search = () -> {
            tabs.getSelectionModel().select(rows);
            rowsPane.search();
        };
        var _ = Shortcuts.on(root, find, search);
        var _ = Shortcuts.on(root, new KeyCodeCombination(KeyCode.SLASH), search);
    }

    Node root() {
        return root;
    }

    private void showTag(String tag) {
        presenter.filter(presenter.model().filter().get().withTag(tag));
        tabs.getSelectionModel().select(rows);
    }

    private void update(@Nullable Datanet datanet) {
        publish.setVisible(datanet != null && datanet.draftRows() > 0);
        build.setDisable(datanet == null || datanet.latest().isEmpty());
        version.setVisible(datanet != null);
        if (datanet == null) {
            return;
        }
        page.title().setText(datanet.card().title());
        page.subtitle().setText(datanet.card().summary());
        rows.setText(words.get("page.rows", datanet.rows() + datanet.heldOutRows()));
        datanet.latest()
                .ifPresentOrElse(
                        latest -> version.set(words.get("version", latest.number()), Tone.ACCENT),
                        () -> version.set(words.get("draft"), Tone.WARNING));
    }

    private static Tab tab(String title, Node content) {
        return new Tab(title, content);
    }

    private void contribute() {
        presenter.contribute(RowFiles.choose(
                root.getScene().getWindow(), words.get("contribute.choose"), words.get("import.kinds")));
    }

    private void choose() {
        presenter.importFiles(
                RowFiles.choose(root.getScene().getWindow(), words.get("import.choose"), words.get("import.kinds")));
    }
}
