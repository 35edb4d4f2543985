package cultivar.app.shell;

import cultivar.app.engine.EngineState;
import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.AdapterTiers;
import cultivar.runtime.client.EngineAddress;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Field;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.TypedNumber;
import cultivar.ui.screen.Lifecycle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** How much memory adapters may take, whether that is enough, and where other programs can ask them. */
final class AnsweringCard {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MIB = 20;
    /** With less than this nobody could answer. */
    static final int LEAST_MIB = 16;

    private static final int MOST_MIB = 1 << 20;
    private static final int STEP_MIB = 128;

    private interface Change {
        AdapterBudget of(AdapterBudget old, long bytes);
    }

    private final StudioContext context;
    private final Words words;
    private final Label tiers = Texts.caption("");
    private final Label hits = Texts.caption("");
    private final KeyValueGrid address = new KeyValueGrid();
    private final Region root;
    private Optional<EngineAddress> shown = Optional.empty();
    private final AtomicBoolean looking = new AtomicBoolean();

    AnsweringCard(StudioContext context, Words words) {
        this.context = context;
        this.words = words;
        HBox budgets = new HBox(
                16,
                budget(
                        "ready",
                        LEAST_MIB,
                        AdapterBudget::readyBytes,
                        (old, bytes) -> new AdapterBudget(bytes, old.warmBytes())),
                budget(
                        "beside",
                        0,
                        AdapterBudget::warmBytes,
                        (old, bytes) -> new AdapterBudget(old.readyBytes(), bytes)));
        root = Card.titled(
                words.get("settings.answers"),
                Texts.caption(words.get("settings.answers.text")),
                budgets,
                tiers,
                hits,
                Texts.caption(words.get("settings.answers.others")),
                address);
    }

    Region root() {
        return root;
    }

    private Field budget(String key, int least, ToLongFunction<AdapterBudget> get, Change change) {
        int now = (int) (get.applyAsLong(context.settings().get().adapterBudget()) >> MIB);
        Spinner<Integer> spinner = new Spinner<>(least, MOST_MIB, Math.max(least, now), STEP_MIB);
        spinner.setEditable(true);
        TypedNumber.into(spinner, mib -> (int) Math.rint(mib));
        spinner.getStyleClass().add("budget-" + key);
        spinner.valueProperty().subscribe(mib -> {
            context.settings().change(old -> old.withAdapterBudget(change.of(old.adapterBudget(), (long) mib << MIB)));
        });
        Field field = new Field(words.get("settings.answers." + key), spinner)
                .help(words.get("settings.answers." + key + ".help"));
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    /** Looks at the engine as long as the card is on show. */
    void onShow(Lifecycle scope) {
        look();
        scope.add(context.tasks().every(LOOK, this::look));
    }

    private void look() {
        if (looking.getAndSet(true)) {
            return;
        }
        var _ = context.tasks()
                .load("answers", task -> context.engine().answers().tiers())
                .onResult(this::show)
                // An engine that is just ending is none.
                .onFailure(error -> show(Optional.empty()))
                .onEnd(() -> looking.set(false));
    }

    private void show(Optional<AdapterTiers> found) {
        boolean ready = context.engine().state() instanceof EngineState.Ready;
        tiers.setText(found.map(this::lie).orElseGet(() -> words.get("settings.answers.starting")));
        hits.setText(found.filter(now -> now.asked() > 0)
                .map(this::found)
                .orElseGet(() -> words.get("settings.answers.unasked")));
        hits.setVisible(found.isPresent());
        hits.setManaged(found.isPresent());
        Optional<EngineAddress> now = ready ? context.link().address() : Optional.empty();
        if (!now.equals(shown)) {
            shown = now;
            address.clear();
            now.ifPresent(this::show);
        }
    }

    private void show(EngineAddress now) {
        HBox key = new HBox(
                2, Texts.mono("\u2022".repeat(12)), new CopyButton(words.get("settings.answers.key.copy"), now::key));
        key.setAlignment(Pos.CENTER_LEFT);
        address.mono(words.get("settings.answers.address"), now.base().toString())
                .row(words.get("settings.answers.key"), key);
    }

    private String lie(AdapterTiers now) {
        return words.get(
                "settings.answers.lie",
                now.ready().adapters(),
                mib(now.ready()),
                now.warm().adapters(),
                mib(now.warm()),
                now.cold().adapters());
    }

    private static double mib(AdapterTiers.Tier tier) {
        return tier.bytes() / (double) (1 << MIB);
    }

    private String found(AdapterTiers now) {
        double asked = now.asked();
        return words.get(
                "settings.answers.hits",
                now.asked(),
                now.ready().hits() / asked,
                now.warm().hits() / asked,
                now.cold().hits() / asked);
    }
}
