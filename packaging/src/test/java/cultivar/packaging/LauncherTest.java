package cultivar.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.packaging.Distribution.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LauncherTest {
    private final Distribution distribution = Distribution.packaged();

    @TempDir
    private Path folder;

    @Test
    void saysItsVersion() throws Exception {
        Outcome outcome = Distribution.run(folder, Map.of(), distribution.start(), "--version");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("cultivar");
        assertThat(outcome.err()).as("nothing to complain about").isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        Outcome outcome = Distribution.run(folder, Map.of(), distribution.start(), "no-such-command");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void describesTheMachineAsJson() throws Exception {
        var home = Map.of("CULTIVAR_HOME", folder.resolve("home").toString());
        assumeTrue(
                Distribution.run(folder, home, distribution.start(), "--help")
                        .out()
                        .contains("doctor"),
                "the command line has no doctor yet");

        Outcome outcome = Distribution.run(folder, home, distribution.start(), "doctor", "--json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(JsonMapper.shared().readTree(outcome.out()).isObject()).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void startsThroughLinksAndSpaces() throws Exception {
        Path room = Files.createDirectories(folder.resolve("my own programs"));
        Path moved = Files.createSymbolicLink(room.resolve("the studio"), distribution.root());
        Path link = Files.createSymbolicLink(room.resolve("one more"), Path.of("the studio/bin/cultivar"));

        assertThat(Distribution.run(folder, Map.of(), link, "--version").out()).startsWith("cultivar");
        assertThat(Distribution.run(folder, Map.of(), moved.resolve("bin/cultivar"), "--version")
                        .out())
                .startsWith("cultivar");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void passesArgumentsAndExitCodeUntouched() throws Exception {
        Path java =
                fakeJava(folder.resolve("a jdk"), "99", "for a in \"$@\"; do printf '<%s>\\n' \"$a\"; done; exit 7");

        Outcome outcome = Distribution.run(
                folder,
                Map.of("CULTIVAR_JAVA", java.toString()),
                distribution.start(),
                "chat",
                "two words",
                "",
                "*",
                "$HOME `x` \"q\" 'p' \\",
                "--x=ü\n2");

        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.out())
                .endsWith("<cultivar.app.Main>\n<chat>\n<two words>\n<>\n<*>\n<$HOME `x` \"q\" 'p' \\>\n<--x=ü\n2>\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void passesAnOldJavaByForANewerOneElsewhere() throws Exception {
        Path old = fakeJava(folder.resolve("old"), "17.0.15", "echo too old; exit 9");
        Path home = folder.resolve("home");
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve(".jdks")).resolve("found"),
                Path.of(System.getProperty("java.home")));

        Outcome outcome = Distribution.run(
                folder,
                Map.of(
                        "CULTIVAR_JAVA",
                        "",
                        "JAVA_HOME",
                        old.toString(),
                        "PATH",
                        old.resolve("bin") + ":" + System.getenv("PATH"),
                        "HOME",
                        home.toString()),
                distribution.start(),
                "--version");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("cultivar");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesAnOldJavaThatTheUserNamed() throws Exception {
        Path old = fakeJava(folder.resolve("old"), "17.0.15", "exit 9");

        Outcome outcome =
                Distribution.run(folder, Map.of("CULTIVAR_JAVA", old.toString()), distribution.start(), "--version");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err().lines()).singleElement().asString().contains("a Java 17; Cultivar needs Java 25");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsAnArchiveOfClassesForTheWindowOnly() throws Exception {
        Path java = fakeJava(folder.resolve("jdk"), "25.0.3", "for a in \"$@\"; do printf '%s\\n' \"$a\"; done");
        var environment = Map.of(
                "CULTIVAR_JAVA",
                java.toString(),
                "CULTIVAR_HOME",
                folder.resolve("home").toString());

        assertThat(Distribution.run(folder, environment, distribution.start(), "studio")
                        .out())
                .contains("-XX:SharedArchiveFile=" + folder.resolve("home/cache/studio-"));
        assertThat(Distribution.run(folder, environment, distribution.start()).out())
                .contains("-XX:SharedArchiveFile=");
        assertThat(Distribution.run(folder, environment, distribution.start(), "doctor")
                        .out())
                .doesNotContain("SharedArchiveFile");

        Files.writeString(folder.resolve("file"), "no folder can be made below a file");
        assertThat(Distribution.run(
                                folder,
                                Map.of(
                                        "CULTIVAR_JAVA",
                                        java.toString(),
                                        "CULTIVAR_HOME",
                                        folder.resolve("file").toString()),
                                distribution.start(),
                                "studio")
                        .out())
                .doesNotContain("SharedArchiveFile");
    }

    private static Path fakeJava(Path home, String version, String script) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
