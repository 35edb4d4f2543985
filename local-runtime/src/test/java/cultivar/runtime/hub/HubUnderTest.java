package cultivar.runtime.hub;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the fake hub whose pauses take no time and are added up. */
final class HubUnderTest {
    static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    final Path home;
    final Map<String, String> variables = new HashMap<>();
    private final AtomicLong sleptNanos = new AtomicLong();
    Duration stall = Duration.ofSeconds(30);
    Disk disk = folder -> 1L << 40;

    HubUnderTest(FakeHub server, Path home) {
        this.home = home;
        variables.put("HF_ENDPOINT", server.address().toString());
        variables.put("HF_HOME", home.resolve("huggingface").toString());
    }

    Hub open() {
        return Hub.open(environment(), models(), adapters(), local(), patience(), stall, disk);
    }

    HubEnvironment environment() {
        return new HubEnvironment(variables, home.resolve("user"), new TokenFile(home.resolve("token")), "");
    }

    LocalRepositories local() {
        return new LocalRepositories(
                models(), adapters(), environment().cache(), new KnownFolders(models().resolve("folders.json")));
    }

    Path models() {
        return home.resolve("models");
    }

    Path adapters() {
        return home.resolve("adapters");
    }

    /** How long the client would have waited. */
    Duration slept() {
        return Duration.ofNanos(sleptNanos.get());
    }

    private Patience patience() {
        Patience real = Patience.patient();
        return new Patience(
                real.tries(),
                real.first(),
                real.longest(),
                real.longestAsked(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                time -> sleptNanos.addAndGet(time.toNanos()));
    }

    /** Plans and fetches. */
    LocalRepository fetch(String what) {
        return fetch(what, DownloadListener.NONE);
    }

    LocalRepository fetch(String what, DownloadListener listener) {
        try (Hub hub = open()) {
            return hub.fetch(hub.plan(RepoRevision.parse(what), () -> false), listener);
        }
    }
}
