package cultivar.runtime.hub;

import static cultivar.runtime.hub.FakeHub.info;
import static cultivar.runtime.hub.FakeHub.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import cultivar.runtime.hub.HubException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub is asked, what is refused before anything large comes, and what is said when it fails. */
@Timeout(60)
class HubTest {
    private static final String ID = "owner/small";
    private static final String SECRET = "hf_secretSECRETsecret";

    @TempDir
    Path temporary;

    private final FakeHub server = new FakeHub();
    private HubUnderTest client = new HubUnderTest(server, Path.of("unset"));

    @BeforeEach
    void checkpoint() {
        server.model(ID, new byte[100_000]);
        client = new HubUnderTest(server, temporary);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void searches() {
        server.repo(ID).gated = true;
        try (Hub hub = client.open()) {
            HubModel found = hub.search(new HubQuery("small talk", false, 7), () -> false)
                    .getFirst();
            assertThat(found.id()).hasToString(ID);
            assertThat(found.downloads()).isEqualTo(1234);
            assertThat(found.likes()).isEqualTo(56);
            assertThat(found.gated()).isTrue();
            assertThat(found.licence()).isEqualTo("mit");
            assertThat(found.modified()).isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
            assertThat(found.weightBytes()).isEqualTo(2_000_040);
            assertThat(found.adapter()).isFalse();
            hub.search(new HubQuery("x", true, 7), () -> false);
        }
        assertThat(server.seenByHub().getFirst().path())
                .startsWith("/api/models?search=small%20talk&")
                .contains("&limit=7")
                .contains("&sort=downloads&direction=-1")
                .contains("&filter=safetensors")
                .contains("&expand%5B%5D=gated");
        assertThat(server.seenByHub().getLast().path()).contains("&filter=peft");
    }

    @Test
    void knowsTheSizeAndLicenceBeforeTheStart() {
        DownloadPlan plan = plan(ID);
        long small = plan.bytes() - 100_000;
        assertThat(small).isBetween(300L, 1000L);
        assertThat(plan.licence()).isEqualTo("apache-2.0");
        assertThat(plan.kind()).isEqualTo(RepoKind.MODEL);
        assertThat(server.seenByStorage()).as("nothing large was asked for").isEmpty();
        assertThat(client.models()).doesNotExist();
    }

    @Test
    void takesTheShardsThatTheIndexNames() {
        FakeHub.Repo repo = server.repo("owner/shards");
        repo.file("config.json", FakeHub.CONFIG)
                .file("tokenizer.json", "{}")
                .file("model.safetensors.index.json", """
                    {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors",
                     "c": "model-00001-of-00002.safetensors"}}\
                    """)
                .large("model-00001-of-00002.safetensors", new byte[10])
                .large("model-00002-of-00002.safetensors", new byte[20])
                .large("consolidated.safetensors", new byte[30]);
        assertThat(plan("owner/shards").files())
                .extracting(HubFile::name)
                .containsExactlyInAnyOrder(
                        "config.json",
                        "tokenizer.json",
                        "model.safetensors.index.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors");
        repo.files.remove("model-00002-of-00002.safetensors");
        refused(Reason.UNSUPPORTED, "is incomplete: it has no file model-00002-of-00002.safetensors", "owner/shards");
    }

    @Test
    void takesAnAdapterAndNamesItsBase() {
        adapter("LORA");
        DownloadPlan plan = plan("owner/adapter");
        assertThat(plan.kind()).isEqualTo(RepoKind.ADAPTER);
        assertThat(plan.base()).contains(RepoId.parse("owner/base"));
        assertThat(plan.files())
                .extracting(HubFile::name)
                .containsExactly("adapter_config.json", "README.md", "adapter_model.safetensors");
        LocalRepository here = client.fetch("owner/adapter");
        assertThat(here.folder()).isEqualTo(client.adapters().resolve("owner--adapter"));
        assertThat(client.local().adapters()).containsExactly(here);
        assertThat(client.local().models()).isEmpty();
    }

    @Test
    void refusesOtherAdapters() {
        adapter("PROMPT_TUNING");
        refused(Reason.UNSUPPORTED, "no LoRA adapter (its peft_type is PROMPT_TUNING)", "owner/adapter");
    }

    private void adapter(String type) {
        server.repo("owner/adapter")
                .file(
                        "adapter_config.json",
                        "{\"peft_type\": \"" + type + "\", \"base_model_name_or_path\": \"/home/someone/model\"}")
                .file("README.md", "# x")
                .file("tokenizer.json", "{}")
                .large("adapter_model.safetensors", new byte[50]);
    }

    @Test
    void refusesWhatItCannotRunBeforeTheWeightsCome() {
        server.repo(ID).file("config.json", FakeHub.CONFIG.replace("LlamaForCausalLM", "MambaForCausalLM"));
        refused(Reason.UNSUPPORTED, "MambaForCausalLM", ID);
        assertThat(server.seenByStorage()).isEmpty();
    }

    @Test
    void refusesWhatHasNoSafetensors() {
        server.repo("owner/gguf")
                .file("config.json", FakeHub.CONFIG)
                .file("tokenizer.json", "{}")
                .large("model.Q4_K_M.gguf", new byte[5]);
        refused(Reason.UNSUPPORTED, "has no safetensors weights (only .gguf files)", "owner/gguf");
        server.repo("owner/empty").file("README.md", "x");
        refused(Reason.UNSUPPORTED, "has no config.json", "owner/empty");
        server.repo(ID).files.remove("tokenizer.json");
        refused(Reason.UNSUPPORTED, "has no tokenizer.json", ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.safetensors",
                "/etc/passwd",
                "a/../../b",
                "..\\evil",
                "C:evil",
                "a//b",
                "a/./b",
                "name\nwith a line",
                "..",
                "dots. ",
                ""
            })
    void refusesNamesThatLeaveTheFolder(String name) {
        server.repo(ID).listed.put("README.md", name);
        refused(Reason.REFUSED, "would lie outside its folder", ID);
    }

    @Test
    void refusesWhatHasNoChecksum() {
        server.next(info(ID), exchange -> FakeHub.send(exchange, 200, """
            {"sha": "0123456789abcdef0123456789abcdef01234567", "siblings": [
              {"rfilename": "config.json", "size": 349, "blobId": "x"},
              {"rfilename": "tokenizer.json", "size": 2},
              {"rfilename": "model.safetensors", "size": 100000}]}\
            """.getBytes(StandardCharsets.UTF_8)));
        refused(Reason.REFUSED, "comes without a checksum for config.json", ID);
    }

    @Test
    void saysThatThereIsNoSuchRepositoryOrRevision() {
        refused(Reason.UNAUTHORIZED, "There is no owner/nowhere on 127.0.0.1, or it is private", "owner/nowhere");
        server.next(info("owner/nowhere"), FakeHub.status(404, "X-Error-Code", "RepoNotFound"));
        refused(Reason.NOT_FOUND, "There is no owner/nowhere", "owner/nowhere");
        refused(Reason.NOT_FOUND, "owner/small has no revision v9", ID + "@v9");
        refused(Reason.BAD_INPUT, "is not the name of a repository", "small");
        refused(Reason.BAD_INPUT, "cannot be a revision", ID + "@../main");
    }

    @Test
    void saysWhatToDoAboutGatedModels() {
        server.repo(ID).token = SECRET;
        refused(Reason.GATED, "Accept its licence on " + server.address() + "/owner/small, then set a token", ID);
        client.variables.put("HF_TOKEN", "hf_other");
        refused(Reason.GATED, "the account of the token from HF_TOKEN has no access", ID);
        client.variables.put("HF_TOKEN", SECRET);
        assertThat(client.fetch(ID).commit()).isEqualTo(FakeHub.COMMIT);
    }

    @Test
    void saysWhatToDoAboutTokens() {
        client.variables.put("HF_TOKEN", SECRET);
        server.next(info(ID), FakeHub.status(401));
        refused(Reason.UNAUTHORIZED, "does not accept the token from HF_TOKEN", ID);
        server.next(info(ID), FakeHub.status(403));
        refused(Reason.FORBIDDEN, "The token from HF_TOKEN may not read owner/small", ID);
        client.variables.remove("HF_TOKEN");
        server.next(info(ID), FakeHub.status(403));
        refused(Reason.FORBIDDEN, "to nobody without a token", ID);
    }

    @Test
    void saysSomethingElseForEveryOtherAnswer() {
        for (int i = 0; i < 3; i++) {
            server.next(info(ID), FakeHub.status(429));
        }
        refused(Reason.TOO_MANY_REQUESTS, "too many requests from here. Try again later", ID);
        for (int i = 0; i < 3; i++) {
            server.next(info(ID), FakeHub.status(502));
        }
        refused(Reason.SERVER, "is in trouble (it answers 502)", ID);
        server.next(info(ID), FakeHub.status(418));
        refused(Reason.SERVER, "answers 418", ID);
        server.next(info(ID), FakeHub.whole("<html>Log in".getBytes(StandardCharsets.UTF_8)));
        refused(Reason.SERVER, "sends something else", ID);
        server.next(info(ID), FakeHub.whole("{}".getBytes(StandardCharsets.UTF_8)));
        refused(Reason.SERVER, "names no commit", ID);
        server.next(resolve(ID, "config.json"), FakeHub.status(404, "X-Error-Code", "EntryNotFound"));
        refused(Reason.NOT_FOUND, "lacks a file that it lists", ID);
    }

    @Test
    void triesAgainWhereThatMayHelp() {
        server.next(info(ID), FakeHub.status(503));
        server.next(info(ID), FakeHub.status(500));
        assertThat(plan(ID).repository().commit()).isEqualTo(FakeHub.COMMIT);
    }

    @Test
    void saysThatThereIsNoNetwork() throws Exception {
        client.variables.put("HF_ENDPOINT", "https://no-such-host.invalid");
        refused(Reason.UNREACHABLE, "no-such-host.invalid cannot be found", ID);
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        client.variables.put("HF_ENDPOINT", "http://127.0.0.1:" + free);
        refused(Reason.UNREACHABLE, "127.0.0.1 cannot be reached", ID);
        assertThat(client.slept()).isZero();
    }

    @Test
    void saysThatAServerCannotShowWhatItIs() throws Exception {
        HttpsServer stranger = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stranger.setHttpsConfigurator(new HttpsConfigurator(vouchedForByNobody()));
        stranger.start();
        try {
            client.variables.put(
                    "HF_ENDPOINT", "https://127.0.0.1:" + stranger.getAddress().getPort());
            refused(Reason.UNREACHABLE, "could not show that it is what it says", ID);
        } finally {
            stranger.stop(0);
        }
    }

    /** The identity of a server that signed its own certificate. */
    private SSLContext vouchedForByNobody() throws Exception {
        Path file = temporary.resolve("own.p12");
        String password = "not-a-secret";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), password.toCharArray()), password.toCharArray());
        SSLContext identity = SSLContext.getInstance("TLS");
        identity.init(keys.getKeyManagers(), null, null);
        return identity;
    }

    @Test
    void asksNobodyWhereTheEnvironmentSaysSo() {
        client.variables.put("HF_HUB_OFFLINE", "1");
        refused(Reason.OFFLINE, "HF_HUB_OFFLINE is set", ID);
        assertThat(server.seenByHub()).isEmpty();
    }

    @Test
    void neverShowsTheToken() {
        client.variables.put("HF_TOKEN", SECRET);
        server.next(info(ID), FakeHub.status(401));
        HubEnvironment environment = client.environment();
        assertThat(environment.token().orElseThrow().toString()).doesNotContain(SECRET);
        try (Hub hub = client.open()) {
            assertThatExceptionOfType(HubException.class)
                    .isThrownBy(() -> hub.plan(RepoRevision.parse(ID), () -> false))
                    .satisfies(e -> {
                        StringWriter trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString()).doesNotContain(SECRET);
                    });
        }
        client.variables.put("HF_TOKEN", "two words\nand a line");
        refused(Reason.BAD_INPUT, "has blanks or letters that no token has", ID);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.open())
                .withMessageNotContaining("words");
    }

    @Test
    void knowsTheAccount() {
        server.next("/api/whoami-v2", FakeHub.whole("{\"name\": \"ada\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(Hub.account(client.environment(), HubToken.of(SECRET, "the test")))
                .isEqualTo("ada");
        assertThat(server.seenByHub().getLast().header("Authorization")).isEqualTo("Bearer " + SECRET);
        server.next("/api/whoami-v2", FakeHub.status(401));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Hub.account(client.environment(), HubToken.of(SECRET, "the test")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED));
    }

    private DownloadPlan plan(String what) {
        try (Hub hub = client.open()) {
            return hub.plan(RepoRevision.parse(what), () -> false);
        }
    }

    private void refused(Reason reason, String message, String what) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.fetch(what))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
        assertThat(client.models().resolve("owner--small")).doesNotExist();
    }
}
