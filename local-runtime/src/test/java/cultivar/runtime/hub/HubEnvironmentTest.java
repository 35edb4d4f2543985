package cultivar.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubEnvironmentTest {
    @TempDir
    Path folder;

    @Test
    void findsTheCacheWhereHuggingFaceKeepsIt() {
        Path user = folder.resolve("user");
        assertThat(environment(Map.of()).cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(environment(Map.of("XDG_CACHE_HOME", "/x")).cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(environment(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x")).cache())
                .isEqualTo(Path.of("/h/hub"));
        assertThat(environment(Map.of("HF_HUB_CACHE", "~/c", "HF_HOME", "/h")).cache())
                .isEqualTo(user.resolve("c"));
        assertThat(environment(Map.of("HF_HUB_CACHE", " ")).cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
    }

    @Test
    void takesTheTokenFromTheFirstPlaceThatHasOne() throws IOException {
        TokenFile own = new TokenFile(folder.resolve("home/hub-token"));
        assertThat(environment(Map.of()).token()).isEmpty();
        own.write(HubToken.of("hf_own", "typing"));
        assertThat(value(Map.of())).isEqualTo("hf_own");
        Path theirs = folder.resolve("user/.cache/huggingface/token");
        Files.createDirectories(theirs.getParent());
        Files.writeString(theirs, "hf_theirs\n");
        assertThat(value(Map.of())).isEqualTo("hf_theirs");
        assertThat(value(Map.of("HF_TOKEN", "hf_variable"))).isEqualTo("hf_variable");
        assertThat(environment(Map.of()).token().orElseThrow().source()).isEqualTo(theirs.toString());
        assertThat(own.delete()).isTrue();
        assertThat(own.delete()).isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsItsOwnTokenFromOthers() throws IOException {
        TokenFile own = new TokenFile(folder.resolve("home/hub-token"));
        own.write(HubToken.of("hf_first", "typing"));
        own.write(HubToken.of("hf_second", "typing"));
        assertThat(Files.getPosixFilePermissions(own.file()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(folder.resolve("home").toFile().list()).containsExactly("hub-token");
        assertThat(own.read().orElseThrow().value()).isEqualTo("hf_second");
    }

    @Test
    void takesTheAddressOfAMirror() {
        assertThat(environment(Map.of()).endpoint()).hasToString("https://huggingface.co");
        assertThat(environment(Map.of("HF_ENDPOINT", "https://mirror.example/hf/"))
                        .endpoint())
                .hasToString("https://mirror.example/hf");
        assertThat(environment(Map.of("HF_ENDPOINT", "http://localhost:8080")).endpoint())
                .hasToString("http://localhost:8080");
        HubEnvironment set =
                new HubEnvironment(Map.of(), folder, new TokenFile(folder.resolve("t")), "https://set.example");
        assertThat(set.endpoint()).hasToString("https://set.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mirror.example",
                "ftp://mirror.example",
                "mirror.example",
                "https://user:secret@mirror.example",
                "https://mirror.example/?a=b",
                "http://localhost.example",
                "https://",
                "not an address"
            })
    void refusesAddressesThatAreNotSafe(String address) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> environment(Map.of("HF_ENDPOINT", address)).endpoint())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(HubException.Reason.BAD_INPUT))
                .withMessageStartingWith("HF_ENDPOINT");
    }

    @Test
    void knowsWhenToStayOffline() {
        assertThat(environment(Map.of()).offline()).isFalse();
        assertThat(environment(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
        assertThat(environment(Map.of("HF_HUB_OFFLINE", "true")).offline()).isTrue();
        assertThat(environment(Map.of("TRANSFORMERS_OFFLINE", "1")).offline()).isTrue();
    }

    @Test
    void writesSizesAsTheHubDoes() {
        assertThat(Bytes.text(999)).isEqualTo("999 B");
        assertThat(Bytes.text(1000)).isEqualTo("1.00 kB");
        assertThat(Bytes.text(999_960)).isEqualTo("1.00 MB");
        assertThat(Bytes.text(12_345_678)).isEqualTo("12.3 MB");
        assertThat(Bytes.text(3_087_467_144L)).isEqualTo("3.09 GB");
    }

    private String value(Map<String, String> variables) {
        return environment(variables).token().orElseThrow().value();
    }

    private HubEnvironment environment(Map<String, String> variables) {
        return new HubEnvironment(
                variables, folder.resolve("user"), new TokenFile(folder.resolve("home/hub-token")), "");
    }
}
