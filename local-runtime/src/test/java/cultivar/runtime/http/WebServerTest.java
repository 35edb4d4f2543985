package cultivar.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What comes over the wire, byte by byte. */
@Timeout(60)
class WebServerTest {
    private static final int LARGEST = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private @Nullable WebServer server;

    private WebServer start(@Nullable String token, Set<String> hosts, Set<String> origins) throws IOException {
        Routes routes = router -> {
            router.add("POST", "/echo", request -> Reply.ok(request.body()));
            router.add("GET", "/name/{name...}", request -> Reply.ok(named(request.path("name"))));
            router.add("GET", "/deep", request -> {
                throw new StackOverflowError("on purpose");
            });
            router.add("GET", "/words", request -> Reply.text("a\nb"));
            router.add("POST", "/wait", request -> {
                request.client().whenGone(gone::countDown);
                begun.countDown();
                finish.await();
                return Reply.text("waited");
            });
            router.add(
                    "GET",
                    "/stream",
                    request -> new Reply.Events(sink -> {
                        sink.send(named("one"));
                        sink.beat();
                        sink.done();
                    }));
            router.add(
                    "GET",
                    "/breaks",
                    request -> new Reply.Events(sink -> {
                        sink.send(named("one"));
                        throw new IllegalStateException("on purpose");
                    }));
        };
        server = WebServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Guard(hosts, token, "Ask somebody.", origins),
                LARGEST,
                List.of(routes),
                () -> {});
        return server;
    }

    private WebServer open() throws IOException {
        return start(null, Guard.LOOPBACK, Set.of());
    }

    private static ObjectNode named(String name) {
        return JSON.createObjectNode().put("name", name);
    }

    @AfterEach
    void stop() {
        finish.countDown();
        if (server != null) {
            server.close();
        }
    }

    private static Socket connect(WebServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Everything until the server closes. */
    private static String all(WebServer server, String text) throws IOException {
        try (Socket socket = connect(server)) {
            send(socket, text);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String head(WebServer server, String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList())
                + "\r\n";
    }

    @Test
    void oneConnectionTakesManyRequests() throws IOException {
        WebServer http = open();
        String echo = head(http, "POST /echo", "Content-Length: 7") + "{\"a\":1}";
        String name = head(http, "GET /name/some%2Fone/else?x=1");
        try (Socket socket = connect(http)) {
            send(socket, echo);
            assertThat(until(socket.getInputStream(), "}"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("{\"a\":1}");
            // Two at once, the second before the first was answered.
            send(socket, name + echo);
            assertThat(until(socket.getInputStream(), "}")).endsWith("{\"name\":\"some/one/else\"}");
            assertThat(until(socket.getInputStream(), "}")).endsWith("{\"a\":1}");
        }
        assertThat(all(http, head(http, "GET /words", "Connection: close")))
                .contains("content-type: text/plain", "connection: close", "content-length: 3")
                .endsWith("\r\n\r\na\nb");
        assertThat(all(http, "GET /words HTTP/1.0\r\nHost: localhost:" + http.port() + "\r\n\r\n"))
                .endsWith("\r\n\r\na\nb");
        assertThat(all(http, head(http, "HEAD /words", "Connection: close")))
                .startsWith("HTTP/1.1 405")
                .endsWith("\r\n\r\n");
    }

    @Test
    void bodiesComeInChunksOrAfterAQuestion() throws IOException {
        WebServer http = open();
        String chunks = "5;name=value\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: x\r\n\r\n";
        String chunked = head(http, "POST /echo", "Transfer-Encoding: chunked") + chunks;
        try (Socket socket = connect(http)) {
            send(socket, chunked);
            assertThat(until(socket.getInputStream(), "}")).endsWith("{\"a\":1}");
            send(socket, head(http, "POST /echo", "Content-Length: 2", "Expect: 100-continue"));
            assertThat(until(socket.getInputStream(), "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            send(socket, "{}");
            assertThat(until(socket.getInputStream(), "}")).startsWith("HTTP/1.1 200");
        }
        String large = head(http, "POST /echo", "Transfer-Encoding: chunked", "Connection: close") + "800\r\n"
                + " ".repeat(0x800) + "\r\n0\r\n\r\n";
        assertThat(all(http, large)).startsWith("HTTP/1.1 413").contains("at most 1000 bytes");
        assertThat(all(http, head(http, "POST /echo", "Content-Length: 99999999999")))
                .as("what is too long to be read is not waited for")
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void chunksThatAreNoneAreRefused() throws IOException {
        WebServer http = open();
        for (String chunks : List.of("zz\r\n{}\r\n0\r\n\r\n", "1\r\n{}\r\n0\r\n\r\n", "x".repeat(5000) + "\r\n")) {
            assertThat(all(http, head(http, "POST /echo", "Transfer-Encoding: chunked") + chunks))
                    .as(chunks)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"error\"", "chunk");
        }
    }

    @Test
    void whatIsTooLongIsNotAskedFor() throws IOException {
        WebServer http = open();
        assertThat(all(http, head(http, "POST /echo", "Content-Length: 1001", "Expect: 100-continue")))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void aTokenIsKnownByAnySpellingOfItsScheme() throws IOException {
        WebServer http = start("schl\u00fcssel", Guard.LOOPBACK, Set.of());
        String sent = new String("schl\u00fcssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER  ")) {
            assertThat(all(http, head(http, "GET /words", "Authorization: " + scheme + sent, "Connection: close")))
                    .as(scheme)
                    .startsWith("HTTP/1.1 200");
        }
        for (String other : List.of("Bearer", "Bearer x", "Basic " + sent, sent)) {
            assertThat(all(http, head(http, "GET /words", "Authorization: " + other, "Connection: close")))
                    .as(other)
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void saysWhichMethodsWouldDo() throws IOException {
        WebServer http = open();
        assertThat(all(http, head(http, "PUT /words", "Connection: close")))
                .startsWith("HTTP/1.1 405")
                .contains("allow: GET\r\n");
    }

    @Test
    void whatCanBeReadInTwoWaysIsRefused() throws IOException {
        WebServer http = open();
        String host = "Host: localhost:" + http.port() + "\r\n";
        for (String request : List.of(
                "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n{}",
                "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +2\r\n\r\n{}",
                "POST /echo HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /words HTTP/1.1\r\n" + host + " folded: x\r\n\r\n",
                "GET /words HTTP/1.1\r\n" + host + "a b: x\r\n\r\n",
                "GET  /words HTTP/1.1\r\n" + host + "\r\n",
                "GET /%zz HTTP/1.1\r\n" + host + "\r\n",
                "CONNECT localhost:443 HTTP/1.1\r\n" + host + "\r\n",
                "GET /words HTTP/2\r\n" + host + "\r\n",
                "\u0016\u0003\u0001 tls? \r\n\r\n")) {
            assertThat(all(http, request))
                    .as(request)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"error\"");
        }
        assertThat(all(http, "GET /words HTTP/1.1\r\n" + host + "X: " + "x".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void noticesAtOnceThatAClientHasGone() throws Exception {
        WebServer http = open();
        try (Socket socket = connect(http)) {
            send(socket, head(http, "POST /wait", "Content-Length: 2") + "{}");
            begun.await();
            assertThat(gone.getCount()).isEqualTo(1);
        }
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** Some send it after a body, though it is of no request. */
    @Test
    void noticesThatAClientHasGoneWhoSentAnEmptyLine() throws Exception {
        WebServer http = open();
        try (Socket socket = connect(http)) {
            send(socket, head(http, "POST /wait", "Content-Length: 2") + "{}\r\n");
            begun.await();
        }
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAnsweredClientMayGo() throws Exception {
        WebServer http = open();
        try (Socket socket = connect(http)) {
            send(socket, head(http, "POST /wait", "Content-Length: 2") + "{}");
            begun.await();
            finish.countDown();
            assertThat(until(socket.getInputStream(), "waited")).startsWith("HTTP/1.1 200");
        }
        assertThat(gone.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void streamsEndAsTheyShouldOrBreak() throws IOException {
        WebServer http = open();
        String whole = all(http, head(http, "GET /stream", "Connection: close"));
        assertThat(whole)
                .contains("transfer-encoding: chunked", "text/event-stream")
                .contains("data: {\"name\":\"one\"}\n\n", "data: [DONE]\n\n")
                .as("what shows that the server lives is no event, nor a line that could be taken for a part of one")
                .contains("\r\n1\r\n\n\r\n")
                .endsWith("0\r\n\r\n");
        assertThat(all(http, head(http, "GET /breaks")))
                .as("half a stream does not look like a whole one")
                .contains("data: {\"name\":\"one\"}\n\n")
                .doesNotContain("\r\n0\r\n\r\n")
                .containsOnlyOnce("HTTP/1.1");
    }

    /** Else the client would wait until its patience ends, and then ask again. */
    @Test
    void whatEndsInAnErrorIsAnsweredToo() throws IOException {
        WebServer http = open();
        assertThat(all(http, head(http, "GET /deep", "Connection: close")))
                .startsWith("HTTP/1.1 500")
                .contains("x-should-retry: false", "engine_error");
    }

    @Test
    void pagesAreLetInOnlyByName() throws IOException {
        WebServer http = open();
        String foreign = "Origin: https://page.example";
        assertThat(all(http, head(http, "GET /words", foreign, "Connection: close")))
                .startsWith("HTTP/1.1 403")
                .contains("origin_not_allowed")
                .doesNotContain("access-control");
        String own = "Origin: http://localhost:" + http.port();
        assertThat(all(http, head(http, "GET /words", own, "Connection: close")))
                .startsWith("HTTP/1.1 200");
        http.close();

        WebServer allowing = start("t", Guard.LOOPBACK, Set.of("https://page.example"));
        String asks = "Access-Control-Request-Method: POST";
        assertThat(all(allowing, head(allowing, "OPTIONS /echo", foreign, asks, "Connection: close")))
                .startsWith("HTTP/1.1 204")
                .contains("access-control-allow-origin: https://page.example", "access-control-allow-methods: ");
        String token = "Authorization: Bearer t";
        assertThat(all(allowing, head(allowing, "GET /words", foreign, token, "Connection: close")))
                .startsWith("HTTP/1.1 200")
                .contains("access-control-allow-origin: https://page.example", "vary: origin");
        assertThat(all(allowing, head(allowing, "GET /words", foreign, "Connection: close")))
                .startsWith("HTTP/1.1 401")
                .contains("www-authenticate: Bearer", "access-control-allow-origin: https://page.example");
        String other = "Origin: https://other.example";
        assertThat(all(allowing, head(allowing, "OPTIONS /echo", other, asks, token, "Connection: close")))
                .startsWith("HTTP/1.1 403");
    }

    private static String underName(WebServer http, String host) throws IOException {
        return all(
                http,
                "GET /words HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n");
    }

    /** A tunnel to it may begin at any port of this machine. */
    @Test
    void itsNameWillDoWithAnyPort() throws IOException {
        WebServer http = open();
        for (String host : List.of("localhost", "LOCALHOST:9000", "127.0.0.1:1", "[::1]:9000", "[::1]")) {
            assertThat(underName(http, host)).as(host).startsWith("HTTP/1.1 200");
        }
        for (String host : List.of("evil.example", "evil.example:" + http.port(), "10.1.2.3", "localhost.evil", "")) {
            assertThat(underName(http, host))
                    .as(host)
                    .startsWith("HTTP/1.1 403")
                    .contains("localhost", "name it with --allow-host NAME");
        }
    }

    @Test
    void theNamesOfThisMachineAreThoseThatLeadHere() throws IOException {
        InetAddress any = InetAddress.getByName("0.0.0.0");
        assertThat(HostNames.of(any, "0.0.0.0", () -> InetAddress.getByAddress("Box", new byte[] {10, 0, 0, 1})))
                .contains("localhost", "0.0.0.0", "box", "host.docker.internal");
        assertThat(HostNames.of(any, "Given.example", () -> {
                    throw new UnknownHostException("box");
                }))
                .as("a machine whose own name leads nowhere")
                .contains("127.0.0.1", "given.example", "host.docker.internal")
                .doesNotContain("box");
        assertThat(HostNames.of(InetAddress.getLoopbackAddress(), "127.0.0.1")).isEqualTo(Guard.LOOPBACK);
    }

    @Test
    void beyondLoopbackAnyPortOfItsNamesWillDo() throws IOException {
        WebServer http = start("t", Set.of("127.0.0.1", "box.example"), Set.of());
        for (String host : List.of("box.example", "BOX.example:9000", "127.0.0.1:1", "10.1.2.3:80", "[fe80::1]:9")) {
            assertThat(underName(http, host)).as(host).startsWith("HTTP/1.1 200");
        }
        assertThat(all(http, "GET /words HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("box.example");
    }

    @Test
    void endsAfterTheAnswersUnderWay() throws Exception {
        WebServer http = open();
        try (Socket waiting = connect(http);
                Socket idle = connect(http)) {
            send(idle, head(http, "GET /words"));
            until(idle.getInputStream(), "a\nb");
            send(waiting, head(http, "POST /wait", "Content-Length: 2") + "{}");
            begun.await();
            http.drain(Duration.ofMillis(50));
            send(idle, head(http, "GET /words"));
            assertThat(until(idle.getInputStream(), "}}"))
                    .startsWith("HTTP/1.1 503")
                    .contains("retry-after");
            finish.countDown();
            http.drain(Duration.ofSeconds(30));
            assertThat(until(waiting.getInputStream(), "waited")).startsWith("HTTP/1.1 200");
        }
    }
}
