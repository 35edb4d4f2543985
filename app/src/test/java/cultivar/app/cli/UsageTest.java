package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit code 2: the command line itself, or a recipe on it, makes no sense. */
class UsageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        frobnicate                                          | 'frobnicate'
        verify one two                                      | 'two'
        verify                                              | ADAPTER
        datanet                                             | subcommand
        datanet import rows.jsonl                           | --into
        train --frob                                        | '--frob'
        generate --prompt hi --max-tokens many              | 'many'
        train --datanet defi-intents@1 --rank 0             | rank must be a whole number from 1 to 1024, not 0
        train --datanet defi-intents@1 --rank eight         | rank must be a whole number from 1 to 1024, not eight
        train --datanet defi-intents@1 --lr -1              | lr must be
        train --datanet defi-intents@1 --schedule zigzag    | schedule must be cosine, linear or constant
        train --datanet defi-intents                        | name@version
        train --datanet defi-intents@1 --rank 4 --rank 8    | rank is given 2 times
        train --steps 4                                     | give datanet or data
        """)
    void saysWhatIsWrongAndWhereToLook(String line, String words) {
        Path home = folder.resolve("home");
        String[] arguments = line.split(" ");

        assertThat(Outcome.of(home, arguments).failed(2)).contains(words);
        assertThat(Leftovers.files(home)).as("files in the home").isEmpty();

        String[] asJson = Arrays.copyOf(arguments, arguments.length + 1);
        asJson[arguments.length] = "--json";
        var error = Outcome.of(home, asJson).failedAsJson(2);
        String hint = error.path("hint").stringValue();
        assertThat(hint).as("the hint after %s", error.path("error")).isNotBlank();
        assertThat(error.path("error").stringValue() + "; " + hint).contains(words);
    }

    @Test
    void aRecipeFileWithAnUnknownFieldIsBadUsageToo() throws Exception {
        Path recipe = Files.writeString(folder.resolve("recipe.json"), "{\"datanet\":[\"defi-intents@1\"],\"rnk\":8}");

        assertThat(Outcome.of(folder.resolve("home"), "train", recipe.toString())
                        .failed(2))
                .contains("rnk");
    }

    @Test
    void helpIsNoFailure() {
        Outcome help = Outcome.of(folder, "train", "--help").worked();

        assertThat(help.out()).contains("--datanet", "--rank", "--no-shuffle");
        assertThat(help.err()).isEmpty();
    }
}
