package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.engine.EngineBase;
import cultivar.datanet.view.DeskSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the studio remembers survives a restart. */
class SettingsFileTest {
    @TempDir
    Path folder;

    @Test
    void theDesksKeysAndReviewerAreKept() throws IOException {
        SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
        DeskSettings desk =
                new DeskSettings(Map.of("accept", "A", "tag-1", "Q"), "Robin", false, List.of("words", "label"));
        file.save(file.load().withDesk(desk));
        assertThat(file.load().desk()).isEqualTo(desk);
        file.save(file.load().withDesk(DeskSettings.defaults()));
        assertThat(file.load().desk()).isEqualTo(DeskSettings.defaults());
    }

    @Test
    void theBaseThatAnswersIsKeptUntilTheOneInTheBoxDoes() throws IOException {
        SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
        assertThat(file.load().base()).isNull();
        EngineBase other =
                new EngineBase("lab/tiny", folder.resolve("snapshots").resolve("0a1b2c"));
        file.save(file.load().withBase(other));
        assertThat(file.load().base()).isEqualTo(other);
        file.save(file.load().withBase(null));
        assertThat(file.load().base()).isNull();
    }

    @Test
    void whatANewerStudioWroteStays() throws IOException {
        Path file = folder.resolve("settings.json");
        Files.writeString(file, "{\"later\": 7, \"desk\": {\"later\": 8, \"keys\": {\"reject\": \"R\"}}}");
        SettingsFile settings = new SettingsFile(file);
        assertThat(settings.load().desk().keys()).containsExactly(Map.entry("reject", "R"));
        settings.save(settings.load());
        assertThat(Files.readString(file)).contains("\"later\" : 7", "\"later\" : 8", "\"R\"");
    }
}
