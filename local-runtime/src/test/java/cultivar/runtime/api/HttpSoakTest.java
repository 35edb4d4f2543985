package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.api.ApiUnderTest.Answer;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.memory.HeldMemory;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Fifty clients on sockets ask, read streams, hang up, reset connections, load and unload two hundred adapters at random,
 * for a few seconds, or for as many as {@code -Dcultivar.soak.seconds} says.
 */
class HttpSoakTest {
    private static final int CLIENTS = 50;
    private static final int ADAPTERS = 200;
    private static final int TOKENS = 24;
    /** What adapters change. */
    private static final List<List<String>> MODULES = List.of(
            List.of("q_proj", "down_proj"),
            List.of("v_proj", "o_proj"),
            List.of("up_proj"),
            List.of("k_proj", "o_proj"));

    private static final long SECONDS = Long.getLong("cultivar.soak.seconds", 5);
    /** Leaves room for what the virtual machine compiles and keeps, far less than one leak for each request would be. */
    private static final long GROWTH_MIB = 96;

    private static final int PATIENCE_MILLIS = 2000;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final List<String> expected = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong seeds = new AtomicLong();

    @Test
    void nothingFailsOrGrowsAndAnswersStayTheSame() throws IOException, InterruptedException {
        ServeSettings tight = ServeSettings.usual()
                .withBatch(16)
                .withChunk(64)
                .withCache(4 << 20, 1 << 20)
                .withAdapters(1 << 20, 1 << 20);
        try (LanguageModel model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("base")));
                Serving serving = model.serve(tight);
                ApiUnderTest api = new ApiUnderTest(ServedModel.of("lab/tiny", model, 200), serving, null)) {
            write(model);
            work(api, serving, Math.clamp(SECONDS / 5, 2, 60));
            long before = HeldMemory.mib();
            work(api, serving, SECONDS);
            assertThat(errors).isEmpty();
            assertThat(answers).hasPositiveValue();
            assertThat(broken).hasPositiveValue();
            long grown = HeldMemory.mib() - before;
            assertThat(grown)
                    .as("MiB after %s answers, %s hung up", answers, broken)
                    .isLessThan(GROWTH_MIB);
            assertThat(serving.status().failed()).isZero();
        }
    }

    private Path folder(int adapter) {
        return temporary.resolve("a" + adapter);
    }

    private static String question(int adapter) {
        return "Hello ".repeat(1 + adapter % 7) + adapter;
    }

    private void write(LanguageModel model) throws IOException {
        for (int i = 0; i < ADAPTERS; i++) {
            int rank = 4 + i % 13;
            PeftAdapters adapter = new PeftAdapters(i);
            List<String> modules = MODULES.get(i % MODULES.size());
            for (int layer = 0; layer < 2; layer++) {
                for (String module : modules) {
                    adapter.with(layer, module, rank, 1);
                }
            }
            adapter.write(
                    folder(i),
                    "\"r\": " + rank + ", \"lora_alpha\": " + rank + ", \"target_modules\": [\""
                            + String.join("\", \"", modules) + "\"]");
            int[] prompt = model.chatPrompt(List.of(ChatMessage.user(question(i))));
            try (LoraAdapter loaded = model.loadAdapter(folder(i))) {
                GenerationRequest alone = new GenerationRequest(prompt, loaded, Sampling.greedy(), TOKENS, false);
                expected.add(model.generate(alone, (id, text) -> true).text());
            }
        }
    }

    private void work(ApiUnderTest api, Serving serving, long seconds) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                long seed = seeds.incrementAndGet();
                var _ = clients.submit(() -> {
                    Random random = new Random(seed);
                    while (System.nanoTime() < end && errors.isEmpty()) {
                        try {
                            act(api, random);
                        } catch (IOException | RuntimeException | AssertionError e) {
                            errors.add(e);
                        }
                    }
                    return null;
                });
            }
        }
        while (serving.status().running() > 0) {
            Thread.sleep(10);
        }
    }

    private void act(ApiUnderTest api, Random random) throws IOException, InterruptedException {
        int adapter = random.nextInt(ADAPTERS);
        String name = "{'lora_name': 'a" + adapter + "'";
        if (random.nextInt(4) == 0) {
            tolerate(api.post("/v1/unload_lora_adapter", name + "}"), NOT_FOUND);
            return;
        }
        // One that is there already is refused, as vLLM does.
        String merge = random.nextInt(20) == 0 ? ", 'merge': " + random.nextBoolean() : "";
        String path = ", 'lora_path': '" + folder(adapter) + "'}";
        tolerate(api.post("/v1/load_lora_adapter", name + merge + path), BAD_REQUEST);
        switch (random.nextInt(4)) {
            case 0 -> hangUp(api, chat(adapter, true), random);
            case 1 -> {
                Answer answer = api.post("/v1/chat/completions", chat(adapter, true));
                if (answer.status() != NOT_FOUND) {
                    compare(
                            adapter,
                            answer.events().stream()
                                    .map(event -> choice(event)
                                            .path("delta")
                                            .path("content")
                                            .asString(""))
                                    .collect(Collectors.joining()));
                }
            }
            default -> {
                Answer answer = api.post("/v1/chat/completions", chat(adapter, false));
                if (answer.status() != NOT_FOUND) {
                    compare(
                            adapter,
                            choice(answer.json())
                                    .path("message")
                                    .path("content")
                                    .asString());
                }
            }
        }
    }

    private static String chat(int adapter, boolean stream) {
        return "{'model': 'a" + adapter + "', 'messages': [{'role': 'user', 'content': '" + question(adapter)
                + "'}], 'max_tokens': " + TOKENS + ", 'temperature': 0, 'stream': " + stream + "}";
    }

    private static JsonNode choice(JsonNode answer) {
        return answer.path("choices").path(0);
    }

    private void compare(int adapter, String text) {
        assertThat(text).as("a%s", adapter).isEqualTo(expected.get(adapter));
        answers.incrementAndGet();
    }

    /** That another client unloaded the adapter, or loaded it first, is that client's doing. */
    private static void tolerate(Answer answer, int status) {
        if (answer.status() != status) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    /** Breaks off in the middle of the request or of the answer: by closing, or by resetting the connection. */
    private void hangUp(ApiUnderTest api, String json, Random random) throws IOException {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + api.port()
                        + "\r\nAuthorization: Bearer " + ApiUnderTest.TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0);
            }
            socket.getOutputStream().write(head);
            boolean whole = random.nextInt(4) > 0;
            socket.getOutputStream().write(body, 0, whole ? body.length : random.nextInt(body.length));
            socket.getOutputStream().flush();
            if (whole) {
                readSome(socket, random.nextInt(2000));
            }
        }
        broken.incrementAndGet();
    }

    /** Reads bytes of an answer, or less if there are no more: the server keeps the connection for further requests. */
    private static void readSome(Socket socket, int most) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        InputStream in = socket.getInputStream();
        try {
            for (int read = 0; read < most && in.read() >= 0; read++) {}
        } catch (SocketTimeoutException e) {
            // It was a short one.
        }
    }
}
