package cultivar.finetune;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A studio's home for tests: the real engine with a tiny model, and a real store with one small datanet. */
public final class Studio implements AutoCloseable, ModelAccess {
    /** Natives load once for a process. */
    private static final Engine ENGINE = Engine.start();

    private static final List<String> COLOURS = List.of("red", "green", "blue", "gold", "grey", "black");
    private static final List<String> THINGS = List.of("stone", "river", "house", "horse", "coin", "leaf", "cup", "hat");

    private final Path home;
    private final DatanetStore datanets;
    private final LanguageModel model;

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
    public LanguageModel open(String base) {
        if (!base.equals("tiny")) {
            throw new FinetuneException("There is no base model " + base);
        }
        return model;
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
        add(train, Split.TRAIN);
        add(heldOut, Split.HELD_OUT);
        datanets.publish("colours");
        return this;
    }

    private void add(StringBuilder lines, Split split) {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        datanets.importRows(
                "colours",
                "colours.jsonl",
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
                        RecipeField.BASE, "tiny",
                        RecipeField.DATANET, List.of("colours@1"),
                        RecipeField.RANK, 4,
                        RecipeField.LR, 0.01,
                        RecipeField.STEPS, 12,
                        RecipeField.BATCH, 4,
                        RecipeField.MAX_LENGTH, 96,
                        RecipeField.DROPOUT, 0.1,
                        RecipeField.OUT, out));
    }

    @Override
    public void close() {
        datanets.close();
        model.close();
    }
}
