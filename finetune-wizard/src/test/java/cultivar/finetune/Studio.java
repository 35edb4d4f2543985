package cultivar.finetune;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobService;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.test.TinyModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A studio's home for tests: the real engine with a tiny model, and a real store with one small datanet. */
public final class Studio implements AutoCloseable, ModelAccess {
    /** Natives load once for a process. */
    private static final Engine ENGINE = Engine.start();

    private static final List<String> COLOURS = List.of("red", "green", "blue", "gold", "grey", "black");
    private static final List<String> THINGS =
            List.of("stone", "river", "house", "horse", "coin", "leaf", "cup", "hat");

    private final Path home;
    private final DatanetStore datanets;
    private final LanguageModel model;
    private final Map<BaseType, LanguageModel> others = new EnumMap<>(BaseType.class);

    public Studio(Path home) {
        this.home = home;
        this.model = ENGINE.open(TinyModel.write(home.resolve("models/tiny")));
        this.datanets = DatanetStore.open(home.resolve("datanets.db"));
    }

    public Path home() {
        return home;
    }

    public DatanetStore datanets() {
        return datanets;
    }

    public LanguageModel model() {
        return model;
    }

    @Override
    public List<String> bases() {
        return List.of("tiny");
    }

    @Override
    public Path folder(String base) {
        if (!base.equals("tiny")) {
            throw new FinetuneException("There is no base model \"" + base + "\". Choose one of " + bases() + ".");
        }
        return home.resolve("models/tiny");
    }

    @Override
    public synchronized LanguageModel open(String base, BaseType type) {
        folder(base);
        return type == BaseType.FLOAT32
                ? model
                : others.computeIfAbsent(type, other -> ENGINE.open(model.folder(), other));
    }

    /** Does the jobs of this home in this process, on the model that is open. */
    public JobService jobs() {
        return jobs(home);
    }

    /** As {@link #jobs()}, for another home. */
    public JobService jobs(Path other) {
        return JobService.background(new JobHome(other), (folder, type) -> open("tiny", type))
                .start();
    }

    /** A datanet of colours with 40 rows to learn and 8 held out, in version 1. */
    public Studio withColours() {
        datanets.create(new DatanetCard(
                "colours", "Colours", "Names a thing's colour as JSON", "", "", List.of(), "CC-BY-4.0"));
        StringBuilder train = new StringBuilder();
        StringBuilder heldOut = new StringBuilder();
        int count = 0;
        for (String colour : COLOURS) {
            for (String thing : THINGS) {
                boolean apart = count++ % 6 == 5;
                (apart ? heldOut : train).append(row(colour, thing)).append('\n');
            }
        }
        add("colours", train.toString().getBytes(StandardCharsets.UTF_8), Split.TRAIN);
        add("colours", heldOut.toString().getBytes(StandardCharsets.UTF_8), Split.HELD_OUT);
        datanets.publish("colours");
        return this;
    }

    /** The datanets in the box, in version 1. */
    public Studio withDemos() {
        demo("defi-intents", "DeFi intents", "Plain requests, each with the exact JSON action that it means");
        demo("move-questions", "Move questions", "Short questions on the Move language, each answered in a sentence");
        demo("house-style", "House style", "Plain sentences rewritten as terse notes");
        return this;
    }

    private void demo(String name, String title, String summary) {
        datanets.create(new DatanetCard(name, title, summary, "", "", List.of(), "CC-BY-4.0"));
        add(name, resource(name + "/rows.jsonl"), Split.TRAIN);
        add(name, resource(name + "/heldout.jsonl"), Split.HELD_OUT);
        datanets.publish(name);
    }

    private static byte[] resource(String path) {
        try (InputStream in = Objects.requireNonNull(
                DatanetStore.class.getResourceAsStream("/cultivar/datanet/demo/" + path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String datanet, byte[] bytes, Split split) {
        datanets.importRows(
                datanet,
                datanet + ".jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                split,
                new RowDefaults(EvmAddress.parse("0x0Ec48D5D5107259d71735E8A9a64BD229EA01B14"), "CC-BY-4.0"),
                ImportListener.NONE);
    }

    /** One line of JSON. */
    public static String row(String colour, String thing) {
        ObjectNode row = new JsonMapper().createObjectNode();
        row.put("prompt", "the " + thing + " is " + colour);
        row.put("completion", "{\"" + thing + "\":\"" + colour + "\"}");
        row.putArray("tags").add(colour);
        return row.toString();
    }

    /** A recipe of twelve quick steps on the colours. */
    public Recipe recipe(String out) {
        return Recipe.defaults()
                .with(Map.of(
                        RecipeField.BASE,
                        "tiny",
                        RecipeField.DATANET,
                        List.of("colours@1"),
                        RecipeField.RANK,
                        4,
                        RecipeField.LR,
                        0.01,
                        RecipeField.STEPS,
                        12,
                        RecipeField.BATCH,
                        4,
                        RecipeField.MAX_LENGTH,
                        96,
                        RecipeField.DROPOUT,
                        0.1,
                        RecipeField.OUT,
                        out));
    }

    @Override
    public void close() {
        datanets.close();
        others.values().forEach(LanguageModel::close);
        model.close();
    }
}
