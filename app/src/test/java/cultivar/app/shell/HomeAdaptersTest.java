package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ChatAdapter;
import cultivar.app.engine.EngineHost;
import cultivar.app.engine.WindowModels;
import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.EngineJobs;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.Jobs;
import cultivar.ui.task.DirectTaskRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapters of a home as the chat is given them, whatever has become of where they come from. */
class HomeAdaptersTest {
    @TempDir
    Path root;

    private Home home;
    private HomeServices services;

    @BeforeEach
    void open() {
        home = new Home(root);
        EngineLink link = new EngineLink(new JobHome(root));
        EngineHost engine =
                new EngineHost(new DirectTaskRunner(), () -> root, link, AdapterBudget::usual, Runnable::run);
        BaseModels bases = new BaseModels(new HomeModels(home, Map.of()), engine, new WindowModels(home.settings()));
        services = HomeServices.open(home, bases, new EngineJobs(link));
    }

    @AfterEach
    void close() {
        services.close(Jobs.OnClose.PAUSE);
    }

    @Test
    void anAdapterWhoseDatanetIsElsewhereHasNoExamplesAndHidesNoOther() throws IOException {
        write("here", "{}");
        write("gone", "{}");
        record("here", services.datanets().list().getFirst().name());
        record("gone", "sold-last-year");
        assertThat(adapter("here").examples()).isNotEmpty();
        assertThat(adapter("gone").examples()).isEmpty();
    }

    @Test
    void anAdapterFromTheHubAnswersOnTheBaseThatItNamesAlone() throws IOException {
        write("poems", config("HuggingFaceTB/SmolLM2-135M"));
        write("ours", config("somebody/seedling"));
        write("unnamed", config(""));
        write("odd", config("\\u0000"));
        write("damaged", "{");
        assertThat(answers("poems")).isFalse();
        assertThat(adapter("poems").base())
                .isEqualTo(new ChatAdapter.Base("HuggingFaceTB/SmolLM2-135M", Path.of("HuggingFaceTB/SmolLM2-135M")));
        assertThat(answers("ours")).isTrue();
        assertThat(answers("unnamed")).isTrue();
        assertThat(answers("odd")).isTrue();
        assertThat(answers("damaged")).isTrue();
    }

    private boolean answers(String name) {
        return adapter(name).answersOn("Seedling", Path.of("models", "seedling"));
    }

    private static String config(String base) {
        return """
            {"peft_type": "LORA", "r": 4, "target_modules": ["q_proj"], "base_model_name_or_path": "%s"}
            """.formatted(base);
    }

    private ChatAdapter adapter(String name) {
        return services.adapters().stream()
                .filter(adapter -> adapter.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** An adapter whose weights nobody reads here. */
    private void write(String name, String config) throws IOException {
        Path folder = Files.createDirectories(home.adapters().resolve(name));
        Files.writeString(folder.resolve("adapter_config.json"), config);
        Files.writeString(folder.resolve("adapter_model.safetensors"), "");
    }

    private void record(String name, String datanet) throws IOException {
        Files.writeString(home.adapters().resolve(name).resolve("run.json"), """
            {"run": "r", "finished": "2026-11-28T00:00:00Z", "recipe": {},
             "base": {"name": "Seedling", "folder": "seedling"},
             "datanets": [{"ref": "%s@1", "root": "0x%s", "rows": 1}]}
            """.formatted(datanet, "ab".repeat(32)));
    }
}
