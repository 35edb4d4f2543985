package cultivar.app.hub.view;

import cultivar.runtime.hub.Bytes;
import cultivar.runtime.hub.HubModel;
import cultivar.runtime.hub.LocalRepository;
import cultivar.runtime.seedling.Seedling;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.StatePane;
import cultivar.ui.text.Messages;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The screen's nodes: the search with what it found, and beside it what is on this machine. */
final class ModelsView {
    private final ModelsScreen presenter;
    private final ModelsModel model;
    private final Messages messages;
    private final Page page;
    private final StatePane states;
    private final VBox found = new VBox(8);
    private final VBox here = new VBox(14);
    private final TextField search = new TextField();

    ModelsView(ModelsScreen presenter, ModelsModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        found.getStyleClass().add("models-found");
        states = new StatePane(scrolling(found))
                .loading(messages.get("models.searching"))
                .onRetry(presenter::search);
        model.searched()
                .subscribe(words -> states.empty(
                        Feather.SEARCH,
                        words == null ? messages.get("models.invite.title") : messages.get("models.none.title"),
                        words == null ? messages.get("models.invite.text") : messages.get("models.none.text", words),
                        null));
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        states.setMinHeight(0);
        VBox.setVgrow(states, Priority.ALWAYS);
        VBox left = new VBox(12, searchBar(), trouble(), states);
        // It takes what the other column leaves, however long its lines are. Heights are measured at this width first.
        left.setMinWidth(0);
        left.setPrefWidth(480);
        HBox.setHgrow(left, Priority.ALWAYS);
        ScrollPane right = scrolling(Card.titled(messages.get("models.here"), here));
        right.setMinWidth(320);
        right.setPrefWidth(380);
        right.setMaxWidth(420);
        HBox body = new HBox(20, left, right);
        body.getStyleClass().add("models-body");
        Button back = Buttons.icon(Feather.ARROW_LEFT, messages.get("models.back"), presenter::back);
        Button folder = Buttons.secondary(messages.get("models.folder"), Feather.FOLDER, this::chooseFolder);
        folder.setId("models-folder");
        page = new Page(messages.get("models.title"), messages.get("models.subtitle"))
                .leading(back)
                .actions(folder)
                .body(body);
        page.getStyleClass().add("models-screen");
        page.getStylesheets()
                .add(Objects.requireNonNull(ModelsView.class.getResource("models.css"))
                        .toExternalForm());
        model.found().addListener((ListChangeListener<HubModel>) change -> showFound());
        model.here().addListener((ListChangeListener<LocalRepository>) change -> {
            showHere();
            update();
        });
        model.planning().addListener((SetChangeListener<Object>) change -> update());
        model.coming().addListener((MapChangeListener<Object, Object>) change -> update());
        showHere();
    }

    Node root() {
        return page;
    }

    private Node searchBar() {
        search.setId("models-search");
        search.setPromptText(messages.get("models.search.prompt"));
        search.textProperty().bindBidirectional(model.words());
        search.setOnAction(event -> presenter.search());
        Described.describe(search, messages.get("models.search"));
        HBox.setHgrow(search, Priority.ALWAYS);
        Button go = Buttons.primary(messages.get("models.search.go"), Feather.SEARCH, presenter::search);
        go.setId("models-go");
        HBox bar = new HBox(8, search, go);
        Label whom = Texts.caption("");
        whom.textProperty().bind(model.hub().map(hub -> messages.get("models.whom", hub.getHost())));
        return new VBox(6, bar, whom);
    }

    /** What went wrong last, and the way to set a token where that may help. */
    private Node trouble() {
        Label text = Texts.body("");
        text.textProperty().bind(model.trouble());
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        Button token = Buttons.secondary(messages.get("models.token.set"), Feather.KEY, presenter::askForToken);
        token.setId("models-token");
        token.visibleProperty().bind(model.tokenWanted());
        token.managedProperty().bind(token.visibleProperty());
        CopyButton copy = new CopyButton(
                messages.get("models.page"),
                () -> model.hub().get() + "/" + model.about().get());
        copy.visibleProperty().bind(model.tokenWanted().and(model.about().isNotNull()));
        copy.managedProperty().bind(copy.visibleProperty());
        token.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(10, new FontIcon(Feather.ALERT_CIRCLE), text, copy, token);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("models-trouble", "tone-danger");
        line.visibleProperty().bind(model.trouble().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private void showFound() {
        List<Node> rows = new ArrayList<>();
        for (HubModel each : model.found()) {
            rows.add(new HubModelRow(presenter, model, messages, each));
        }
        found.getChildren().setAll(rows);
    }

    private void update() {
        for (Node row : found.getChildren()) {
            ((HubModelRow) row).update();
        }
    }

    private void showHere() {
        if (model.here().isEmpty()) {
            here.getChildren().setAll(Texts.muted(messages.get("models.here.none")));
            return;
        }
        here.getChildren().setAll(model.here().stream().map(this::row).toList());
    }

    private Node row(LocalRepository repository) {
        Label name = new Label(repository.name());
        name.getStyleClass().add("strong");
        name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.setMinWidth(0);
        Badge source = new Badge(
                messages.get(
                        switch (repository.source()) {
                            case STUDIO ->
                                repository.name().equals(Seedling.NAME) ? "models.source.box" : "models.source.studio";
                            case HUGGING_FACE_CACHE -> "models.source.cache";
                            case FOLDER -> "models.source.folder";
                        }),
                Tone.NEUTRAL);
        HBox facts = new HBox(8, source, Texts.caption(Bytes.text(repository.bytes())));
        facts.setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(4, name, facts);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button use = Described.describe(
                Buttons.secondary(messages.get("models.use"), null, () -> presenter.use(repository.name())),
                messages.get("models.use.name", repository.name()));
        use.getStyleClass().add("models-use");
        HBox row = new HBox(12, words, use);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(messages.get("models.folder.title"));
        @Nullable File chosen = chooser.showDialog(page.getScene().getWindow());
        if (chosen != null) {
            presenter.add(chosen.toPath());
        }
    }

    private static ScrollPane scrolling(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        scroll.setFocusTraversable(false);
        return scroll;
    }
}
