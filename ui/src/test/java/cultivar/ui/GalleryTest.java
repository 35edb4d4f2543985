package cultivar.ui;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.chart.Histogram;
import cultivar.ui.chart.LossChart;
import cultivar.ui.chart.LossSeries;
import cultivar.ui.chart.Sparkline;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Chip;
import cultivar.ui.control.CodeBlock;
import cultivar.ui.control.Composer;
import cultivar.ui.control.Field;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.NavItem;
import cultivar.ui.control.NavRail;
import cultivar.ui.control.Page;
import cultivar.ui.control.ProgressRow;
import cultivar.ui.control.StackedBar;
import cultivar.ui.control.StatTile;
import cultivar.ui.control.StatusBar;
import cultivar.ui.control.StepHeader;
import cultivar.ui.control.TagBars;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.Notice;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.task.DirectTaskRunner;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.TaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import cultivar.ui.theme.AppIcon;
import cultivar.ui.theme.Logo;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Slider;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.ImageView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.BreadCrumbBar;
import org.controlsfx.control.RangeSlider;
import org.controlsfx.control.SearchableComboBox;
import org.controlsfx.control.SegmentedButton;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

/** Every control, in both themes, as pictures to look at and as rules to keep. */
class GalleryTest extends FxTest {
    private static final String HASH = "0x9f2d4c1be07a553d8f6a1f0c2b7e4d5a6b8c9e0f1a2b3c4d5e6f708192a3b4c5";

    @Test
    void shell() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (FxTaskRunner runner = new FxTaskRunner()) {
            var first = runner.ioAction("Training \u201cdefi-intents r8\u201d", context -> {
                context.progress(0.42);
                context.detail("step 84 of 200, loss 1.2034");
                go.await();
            });
            runner.ioAction("Importing house-style.jsonl", context -> go.await());
            waitFor("progress", () -> first.progressProperty().get() > 0.4);
            OverlayPane root = onFx(() -> new OverlayPane(window(runner)));
            Accessibility.assertAccessible(root);
            Screenshots.take(root, "shell");
            go.countDown();
        }
    }

    @Test
    void controls() {
        Region page = onFx(GalleryTest::controlsPage);
        Accessibility.assertAccessible(page);
        Screenshots.take(page, "controls", 1280, 1000);
    }

    @Test
    void forms() {
        Region page = onFx(GalleryTest::formsPage);
        Accessibility.assertAccessible(page);
        Screenshots.take(page, "forms", 1280, 900);
    }

    @Test
    void dialogs() {
        OverlayPane root = onFx(() -> new OverlayPane(window(new DirectTaskRunner())));
        show(root, 1000, 720);
        var answer = onFx(() -> root.dialogs()
                .confirm(Confirm.signing(
                        "Register this adapter",
                        "This writes the adapter\u2019s fingerprint to the chain. It cannot be undone.",
                        "Sign and send",
                        new KeyValueGrid()
                                .text("Network", "Development chain (31337)")
                                .mono("Manifest", HASH)
                                .text("Fee", "0.00042 ETH at most"))));
        settle();
        Accessibility.assertAccessible(root);
        Screenshots.take(root, "dialog-signing");
        onFx(() -> find(root, ".dialog-buttons > .button", Button.class).fire());
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(false);
        onFx(() -> {
            root.dialogs()
                    .prompt(Prompt.password(
                            "Unlock your wallet", "It locks again after ten minutes.", "Password", "Unlock"));
            root.notifications().success("Imported 1,204 contributions from house-style.jsonl.");
            root.notifications().show(new Notice(Tone.INFO, "The run has finished.", "Open the run", () -> {}));
            root.notifications().error("The node does not answer. Check the network under Settings and try again.");
        });
        settle();
        Accessibility.assertAccessible(root);
        Screenshots.take(root, "dialog-password");
    }

    @Test
    void charts() {
        LossChart chart = onFx(() -> new LossChart("Training loss"));
        VBox root = onFx(() -> {
            LossSeries train = chart.line("Training");
            LossSeries validation = chart.points("Validation");
            Random random = new Random(1);
            for (int step = 1; step <= 600; step++) {
                double loss =
                        0.4 + 3.1 * Math.exp(-step / 90.0) + 0.18 * random.nextGaussian() * Math.exp(-step / 500.0);
                train.add(step, loss);
                if (step % 60 == 0) {
                    validation.add(step, 0.55 + 3.0 * Math.exp(-step / 95.0));
                }
            }
            LossChart log = new LossChart("Learning rate");
            LossSeries rate = log.line("Cosine");
            for (int step = 1; step <= 100_000; step++) {
                rate.add(step, 2e-4 * (0.01 + 0.5 * (1 + Math.cos(Math.PI * step / 100_000))));
            }
            log.logarithmicProperty().set(true);
            VBox.setVgrow(chart, Priority.ALWAYS);
            Card first = new Card(chart);
            Card second = new Card(log);
            VBox.setVgrow(first, Priority.ALWAYS);
            VBox.setVgrow(log, Priority.ALWAYS);
            VBox.setVgrow(second, Priority.ALWAYS);
            VBox page = new VBox(16, first, second);
            page.setPadding(new Insets(24));
            return page;
        });
        Accessibility.assertAccessible(root);
        Screenshots.take(root, "charts");
    }

    private static Region window(TaskRunner runner) {
        NavRail rail = new NavRail(
                "Cultivar",
                List.of(
                        new NavItem("datanets", Feather.DATABASE, "Datanets"),
                        new NavItem("build", Feather.SLIDERS, "Build"),
                        new NavItem("runs", Feather.ACTIVITY, "Runs"),
                        new NavItem("chat", Feather.MESSAGE_CIRCLE, "Chat"),
                        new NavItem("publish", Feather.UPLOAD_CLOUD, "Publish"),
                        new NavItem("wallet", Feather.CREDIT_CARD, "Wallet"),
                        new NavItem("activity", Feather.CLOCK, "Activity")),
                List.of(new NavItem("settings", Feather.SETTINGS, "Settings")));
        rail.selectedProperty().set("datanets");
        rail.setDot("runs", true);
        rail.setBadge("activity", 3);
        StatusBar bar = new StatusBar(runner);
        bar.add("Engine", () -> {}).set(Tone.SUCCESS, "Engine ready", "The engine answers in 3 ms.");
        bar.add("Device", () -> {}).set(Tone.WARNING, "CPU, 2 cores", "No CUDA device was found.");
        bar.add("Network", () -> {}).set(Tone.SUCCESS, "Development chain", "Chain 31337, block 12.");
        return new BorderPane(datanets(), null, null, bar, rail);
    }

    private static Page datanets() {
        FlowPane cards = new FlowPane(16, 16);
        for (int i = 0; i < 4; i++) {
            cards.getChildren().add(datanetCard(i));
        }
        return new Page("Datanets", "Community data that models learn from, with everybody who gave it.")
                .actions(
                        Buttons.secondary("New datanet", Feather.PLUS, () -> {}),
                        Buttons.primary("Import", Feather.DOWNLOAD, () -> {}))
                .scrollingBody(cards);
    }

    private static Card datanetCard(int i) {
        String[] names = {"DeFi intents", "Move questions", "House style", "Support answers"};
        TagBars bars = new TagBars();
        bars.setShares(List.of(
                new TagBars.Share("staking", 420 - 60 * i),
                new TagBars.Share("bridging", 260),
                new TagBars.Share("swaps", 90 + 40 * i)));
        Card card = Card.titled(
                        names[i],
                        Texts.caption("1,204 contributions from 14 people"),
                        bars,
                        new HBox(6, new Badge("CC-BY-4.0", Tone.NEUTRAL), new Badge("82 % reviewed", Tone.ACCENT)))
                .actions(new Badge(i == 2 ? "Draft" : "Version 3", i == 2 ? Tone.WARNING : Tone.SUCCESS));
        card.setPrefWidth(480);
        return card;
    }

    private static Region controlsPage() {
        StepHeader steps = new StepHeader(List.of("Data", "Base model", "Recipe", "Check", "Start"));
        steps.currentProperty().set(2);
        HBox tiles = new HBox(
                16,
                grow(new Card(new StatTile("Loss", "1.2034", "0.31 lower than the base"))),
                grow(new Card(new StatTile("Tokens per second", "2,418", "5.1 s left"))),
                grow(new Card(tone(new StatTile("Exact match", "94.2 %", "Base: 3.1 %"), Tone.SUCCESS))),
                grow(new Card(new StatTile("Rewards", "0.0412", "OPEN, unclaimed"), spark())));
        ProgressRow row = new ProgressRow("Downloading the engine");
        row.progressProperty().set(0.63);
        row.detailProperty().set("118 of 187 MB, 4.2 MB/s");
        row.onCancel(() -> {});
        ProgressRow unknown = new ProgressRow("Looking for near-duplicates");
        TagBars bars = new TagBars().onSelect(tag -> {});
        bars.setShares(List.of(
                new TagBars.Share("staking", 420),
                new TagBars.Share("bridging", 260),
                new TagBars.Share("governance", 31)));
        bars.selectedProperty().set("bridging");
        Chip on = new Chip("Approved");
        on.setSelected(true);
        Composer composer = new Composer(text -> {}, () -> {});
        Composer busy = new Composer(text -> {}, () -> {});
        busy.textProperty().set("Stake half of my OPEN with the validator that has the lowest fee, and tell me first.");
        busy.busyProperty().set(true);
        StackedBar memory = new StackedBar();
        memory.setParts(
                List.of(
                        new StackedBar.Part("Weights", 3.1, "3.1 GB"),
                        new StackedBar.Part("Adapter", 0.2, "0.2 GB"),
                        new StackedBar.Part("Optimizer", 0.4, "0.4 GB"),
                        new StackedBar.Part("Activations", 1.6, "1.6 GB")),
                8);
        Histogram lengths = new Histogram("Length in tokens");
        long[] counts = new long[40];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.round(400 * Math.exp(-(i - 11) * (i - 11) / 60.0));
        }
        lengths.setCounts(counts, 0, 400);
        lengths.setCutoff(256);
        VBox left = new VBox(
                16,
                new Card(new HBox(
                        10,
                        Buttons.primary("Start training", Feather.PLAY, () -> {}),
                        Buttons.secondary("Save draft", null, () -> {}),
                        Buttons.quiet("Skip", null, () -> {}),
                        Buttons.danger("Delete", Feather.TRASH_2, () -> {}),
                        Buttons.icon(Feather.MORE_HORIZONTAL, "More", () -> {}))),
                new Card(flow(
                        new Badge("Neutral", Tone.NEUTRAL),
                        new Badge("Accent", Tone.ACCENT),
                        new Badge("Verified", Tone.SUCCESS),
                        new Badge("Info", Tone.INFO),
                        new Badge("Tight", Tone.WARNING),
                        new Badge("Failed", Tone.DANGER),
                        on,
                        new Chip("Rejected"))),
                Card.titled("Running", row, unknown),
                Card.titled("Tags", bars));
        VBox right = new VBox(
                16,
                Card.titled(
                                "Registration",
                                new KeyValueGrid()
                                        .text("Base model", "Seedling 1")
                                        .mono("Adapter", HASH)
                                        .mono("Owner", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
                                        .text("Contributors", "14 people, 1,204 contributions"))
                        .actions(new Badge("Verified", Tone.SUCCESS)),
                new CodeBlock("cultivar train recipe.json --rank 8 --lr 2e-4 \\\n"
                        + "    --datanet defi-intents@3 --out runs/first"),
                composer,
                busy,
                Card.titled("Memory", memory),
                Card.titled("Length in tokens", lengths));
        HBox columns = new HBox(16, grow(left), grow(right));
        VBox page = new VBox(20, steps, tiles, columns);
        page.setPadding(new Insets(24));
        page.setMinWidth(0);
        return page;
    }

    private static Region formsPage() {
        Field name = new Field("Name", new TextField("defi-intents r8")).hint("Shown in the chat and on chain.");
        TextField bad = new TextField("-2");
        Field rank = new Field("Rank", bad).help("How many directions the adapter may learn in each layer.");
        rank.errorProperty().set("The rank must be from 1 to 256.");
        ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList("Cosine", "Linear", "Constant"));
        box.getSelectionModel().select(0);
        PasswordField password = new PasswordField();
        password.setPromptText("At least 10 characters");
        Slider slider = new Slider(0, 100, 40);
        TextArea area = new TextArea("Rewrite this sentence in our style.");
        area.setPrefRowCount(3);
        TableView<String[]> table = new TableView<>(FXCollections.observableArrayList(
                new String[] {"defi-intents r8", "finished", "0.4123"},
                new String[] {"move-questions r16", "running", "1.2034"},
                new String[] {"house-style r4", "stopped", "0.9911"}));
        table.setAccessibleText("Runs");
        String[] heads = {"Run", "State", "Loss"};
        for (int i = 0; i < heads.length; i++) {
            int column = i;
            TableColumn<String[], String> head = new TableColumn<>(heads[i]);
            head.setCellValueFactory(cell -> new SimpleStringProperty(cell.getValue()[column]));
            table.getColumns().add(head);
        }
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getSelectionModel().select(1);
        table.setPrefHeight(190);
        CheckBox check = new CheckBox("Keep every checkpoint");
        check.setSelected(true);
        RadioButton radio = new RadioButton("This device only");
        radio.setSelected(true);
        RangeSlider range = new RangeSlider(0, 100, 20, 70);
        range.setAccessibleText("Length in tokens");
        SegmentedButton segments =
                new SegmentedButton(segment("Simple", true), segment("Advanced", false), segment("JSON", false));
        SearchableComboBox<String> search =
                new SearchableComboBox<>(FXCollections.observableArrayList("Seedling 1", "Other"));
        search.getSelectionModel().select(0);
        BreadCrumbBar<String> crumbs =
                new BreadCrumbBar<>(BreadCrumbBar.buildTreeModel("Datanets", "DeFi intents", "Version 3"));
        crumbs.setAccessibleText("Path");
        VBox left = new VBox(
                18,
                name,
                rank,
                new Field("Schedule", box),
                new Field("Password", password),
                new Field("Strength of the adapter", slider),
                new Field("Prompt", area));
        VBox right = new VBox(
                18,
                crumbs,
                segments,
                new Field("Base model", search),
                new Field("Length", range),
                check,
                radio,
                table,
                new HBox(12, Logo.node(48), icon(64), icon(32), icon(16)));
        HBox columns = new HBox(24, grow(new Card(left)), grow(new Card(right)));
        columns.setPadding(new Insets(24));
        return columns;
    }

    private static ToggleButton segment(String text, boolean on) {
        ToggleButton button = new ToggleButton(text);
        button.setSelected(on);
        return button;
    }

    private static Node icon(int size) {
        return new StackPane(new ImageView(AppIcon.image(size)));
    }

    private static Sparkline spark() {
        Sparkline line = new Sparkline();
        line.setValues(1, 3, 2, 5, 4, 6, 5, 8, 9, 8, 11);
        return line;
    }

    private static StatTile tone(StatTile tile, Tone tone) {
        tile.setTone(tone);
        return tile;
    }

    private static FlowPane flow(Node... nodes) {
        FlowPane flow = new FlowPane(8, 8, nodes);
        flow.setAlignment(Pos.CENTER_LEFT);
        return flow;
    }

    private static <R extends Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        region.setMinWidth(0);
        region.setPrefWidth(100);
        return region;
    }
}
