package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own clients against the routes, as their makers ship them; the profile {@code clients} installs them. */
@Timeout(300)
class OpenAiClientsTest {
    @TempDir
    Path folder;

    private static Path installed() {
        String named = System.getProperty("cultivar.clients", "");
        assumeFalse(named.isEmpty(), "OpenAI's clients are not here; -Pclients in local-runtime installs them");
        return Path.of(named);
    }

    @Test
    void theClientForPythonWorksUnchanged() throws Exception {
        Path python = installed().resolve("python/bin/python");
        assertThat(told(python.toString(), "src/test/clients/openai_client.py")).contains("all 9 checks hold");
    }

    @Test
    void theClientForJavaScriptWorksUnchanged() throws Exception {
        Path modules = installed().resolve("node/node_modules");
        Path script = Files.copy(
                Path.of("src/test/clients/openai_client.mjs"),
                modules.resolveSibling("openai_client.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(told("node", script.toString())).contains("all 9 checks hold");
    }

    private String told(String program, String script) throws IOException, InterruptedException {
        Path adapters = Files.createDirectories(folder.resolve("adapters"));
        new PeftAdapters(1)
                .with(0, "q_proj", 4, 2)
                .with(1, "q_proj", 4, 2)
                .write(adapters.resolve("mine"), "\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\"]");
        Path output = folder.resolve("output.txt");
        try (LanguageModel model = EngineUnderTest.engine().open(TinyModel.write(folder.resolve("tiny")));
                Serving serving = model.serve(ServeSettings.usual());
                ApiUnderTest api = new ApiUnderTest(ServedModel.of("tiny", model, 256), serving, adapters)) {
            ProcessBuilder builder = new ProcessBuilder(List.of(program, script))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:" + api.port() + "/v1");
            builder.environment().put("OPENAI_API_KEY", ApiUnderTest.TOKEN);
            Process process = builder.start();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output, StandardCharsets.UTF_8);
        }
    }
}
