package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.quant.BaseType;
import cultivar.runtime.train.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RecipeTest {
    @TempDir
    Path folder;

    private Recipe read(String json) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, json);
        return Recipe.read(file);
    }

    @Test
    void comesBackFromItsJson() throws Exception {
        Recipe recipe = Recipe.demo()
                .with(Map.of(
                        RecipeField.DATANET,
                        List.of("defi-intents@1", "house-style@2"),
                        RecipeField.VALIDATION,
                        0.25,
                        RecipeField.TARGET_MODULES,
                        List.of("v_proj", "q_proj"),
                        RecipeField.NO_SHUFFLE,
                        true,
                        RecipeField.OUT,
                        "mine"));
        assertThat(read(recipe.toJson().toString())).isEqualTo(recipe);
        assertThat(recipe.targetModules()).containsExactly("q_proj", "v_proj");
        assertThat(recipe.validation()).isEqualTo(new Validation.Share(0.25));
    }

    @Test
    void takesWhatIsLeftOutFromTheDefaults() throws Exception {
        Recipe recipe = read("{\"base\": \"b\", \"rank\": 4}");
        assertThat(recipe.alpha()).as("twice the rank").isEqualTo(8);
        assertThat(recipe.lr()).isEqualTo(Recipe.defaults().lr());
        assertThat(read("{\"rank\": 4, \"alpha\": 4}").alpha()).isEqualTo(4);
        assertThat(read("{}")).isEqualTo(Recipe.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"rnak": 4}                       | "rnak" is no field of a recipe; there are base, datanet
        {"rank": 0}                       | rank must be a whole number from 1 to 1024, not 0
        {"rank": 2.5}                     | rank must be a whole number from 1 to 1024, not 2.5
        {"rank": "4"}                     | rank must be a whole number from 1 to 1024, not "4"
        {"lr": 0}                         | lr must be a number above 0 and up to 1, not 0
        {"lr": "fast"}                    | lr must be a number above 0 and up to 1, not "fast"
        {"dropout": 1}                    | dropout must be a number from 0 to below 1, not 1
        {"schedule": "stepwise"}          | schedule must be cosine, linear or constant, not "stepwise"
        {"target-modules": ["q"]}         | target-modules must be all-linear, or names of
        {"target-modules": []}            | not an empty list
        {"datanet": ["defi"]}             | datanet must be one or more datanet versions, each as name@version
        {"validation": 1.5}               | validation must be none, held-out, a share
        {"no-shuffle": 1}                 | no-shuffle must be true or false, not 1
        {"seed": 9007199254740993}        | seed must be a whole number from 0
        {"packing": 1}                    | packing must be true or false
        {"dtype": "float8"}               | dtype must be float32, bfloat16, int8 or nf4
        {"lora-plus": 0}                  | lora-plus must be a number above 0
        {"patience": -1}                  | patience must be a whole number from 0
        {"validate-every": 1.5}           | validate-every must be a whole number of steps from 0
        {"base": 3}                       | base must be the name of a base model
        {"init-adapter": "/nowhere"}      | init-adapter names no usable adapter
        {"rank": 4, "rank": 5}            | is not valid JSON
        {"rank": 4                        | is not valid JSON
        [1]                               | must hold one JSON object
        """)
    void refusesInOneLine(String json, String said) {
        assertThatExceptionOfType(FinetuneException.class)
                .isThrownBy(() -> read(json))
                .satisfies(e -> assertThat(e.getMessage()).contains(said).doesNotContain("\n"));
    }

    @Test
    void namesTheFieldAtFault() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> read("{\"batch\": -1}"))
                .satisfies(e -> assertThat(e.field()).contains(RecipeField.BATCH));
    }

    @Test
    void allowsWhatTheEngineDoesAnyway() throws Exception {
        assertThat(read("{\"packing\": false, \"recompute\": false, \"dtype\": \"float32\"}"))
                .isEqualTo(Recipe.defaults());
    }

    @Test
    void takesEveryOptionAndLeavesOutWhatIsUsual() throws Exception {
        Recipe recipe = read("""
            {"packing": true, "recompute": true, "dtype": "nf4", "rslora": true, "dora": true, "lora-plus": 16,
             "validate-every": 20, "patience": 3, "keep-best": true}
            """);
        assertThat(recipe.dtype()).isEqualTo(BaseType.NF4);
        assertThat(recipe.toTrainingSettings().options()).isEqualTo(new TrainingOptions(true, true, 16, 20, 3, true));
        assertThat(recipe.toTrainingSettings().lora().rankStabilised()).isTrue();
        assertThat(recipe.toTrainingSettings().lora().dora()).isTrue();
        assertThat(read(recipe.toJson().toString())).isEqualTo(recipe);
        assertThat(recipe.toOptions())
                .containsExactlyInAnyOrder(
                        "--dtype",
                        "nf4",
                        "--lora-plus",
                        "16",
                        "--validate-every",
                        "20",
                        "--patience",
                        "3",
                        "--rslora",
                        "--dora",
                        "--packing",
                        "--recompute",
                        "--keep-best");
        assertThatThrownBy(() -> recipe.with(Map.of(RecipeField.BASE, "b", RecipeField.DATA, "r", RecipeField.OUT, "o"))
                        .requireComplete())
                .hasMessageContaining("patience and keep-best need rows to measure");
        assertThat(Recipe.defaults().canonicalText())
                .as("recipes that were published before these fields keep their hashes")
                .isEqualTo("{\"accumulate\":1,\"alpha\":32,\"base\":\"\",\"batch\":8,\"clip\":1,\"dropout\":0,"
                        + "\"epochs\":3,\"lr\":0.0002,\"max-length\":512,\"no-shuffle\":false,\"rank\":16,"
                        + "\"schedule\":\"cosine\",\"seed\":42,\"steps\":0,\"target-modules\":[\"all-linear\"],"
                        + "\"validation\":\"none\",\"warmup\":0,\"weight-decay\":0}");
    }

    @Test
    void isHashedByWhatFixesTheOutcome() throws Exception {
        Recipe recipe = read("{\"base\": \"b\", \"lr\": 0.0010, \"out\": \"x\"}");
        assertThat(recipe.with(RecipeField.OUT, "y").hash()).isEqualTo(recipe.hash());
        assertThat(read("{\"lr\": 1e-3, \"base\": \"b\", \"alpha\": 32.0, \"out\": \"x\"}")
                        .hash())
                .isEqualTo(recipe.hash());
        assertThat(recipe.with(RecipeField.SEED, 43).hash()).isNotEqualTo(recipe.hash());
        assertThat(recipe.canonicalText())
                .startsWith("{\"accumulate\":1,\"alpha\":32,\"base\":\"b\",\"batch\":8,\"clip\":1,\"dropout\":0,")
                .contains("\"lr\":0.001,");
    }

    @Test
    void readsOptionsAndWritesThem() {
        ObjectNode fields = Recipe.defaults().toJson();
        fields.remove("alpha");
        Recipe.set(fields, "datanet", List.of("a@1", "b@2"));
        Recipe.set(fields, "rank", List.of("8"));
        Recipe.set(fields, "lr", List.of("1e-3"));
        Recipe.set(fields, "validation", List.of("0.1"));
        Recipe.set(fields, "target-modules", List.of("q_proj,v_proj"));
        Recipe.set(fields, "no-shuffle", List.of("true"));
        Recipe recipe = Recipe.of(fields, Recipe.defaults());
        assertThat(recipe.toOptions())
                .containsExactly(
                        "--datanet",
                        "a@1",
                        "--datanet",
                        "b@2",
                        "--target-modules",
                        "q_proj,v_proj",
                        "--rank",
                        "8",
                        "--lr",
                        "0.001",
                        "--no-shuffle",
                        "--validation",
                        "0.1");
        assertThatThrownBy(() -> Recipe.set(fields, "rank", List.of("many")))
                .hasMessage("rank must be a whole number from 1 to 1024, not many");
        assertThatThrownBy(() -> Recipe.set(fields, "rnak", List.of("4"))).hasMessageContaining("is no field");
    }

    @Test
    void saysWhatIsMissing() {
        Recipe recipe = Recipe.defaults();
        assertThatThrownBy(recipe::requireComplete).hasMessageContaining("give base");
        Recipe based = recipe.with(RecipeField.BASE, "b");
        assertThatThrownBy(based::requireComplete).hasMessageContaining("give datanet or data");
        Recipe fed = based.with(RecipeField.DATA, "rows.jsonl");
        assertThatThrownBy(fed::requireComplete).hasMessageContaining("give out");
        assertThatThrownBy(() -> fed.with(RecipeField.OUT, "two words").requireComplete())
                .hasMessageContaining("An adapter's name");
        fed.with(RecipeField.OUT, "./two words").requireComplete();
    }
}
