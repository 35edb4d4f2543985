package cultivar.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that would take all that there is of something. */
@Timeout(60)
class UnwelcomeClientsTest {
    /** Whoever has no token could take all memory by claims. */
    @Test
    void aLengthTakesNoMemoryBeforeWhatItIsTheLengthOf() throws IOException {
        String claim = "GET / HTTP/1.1\r\nContent-Length: 2147483000\r\n\r\n{";
        InputStream in = new ByteArrayInputStream(claim.getBytes(StandardCharsets.US_ASCII));
        RequestBody body = new RequestBody(RequestHead.read(in).orElseThrow(), in);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> body.read(Integer.MAX_VALUE))
                .withMessageContaining("left off");
    }

    /** One byte at a time would keep a connection busy for ever. */
    @Test
    void whoSendsTooSlowlyIsNotWaitedFor() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket accepted = listening.accept()) {
            Thread slow = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.getOutputStream().write('x');
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // It is not read any more.
                }
            });
            PatientInput in = new PatientInput(accepted);
            in.patience(200);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::readAllBytes);
            slow.interrupt();
            slow.join();
        }
    }

    /** A prompt of some megabytes takes seconds to be made into tokens. */
    @Test
    void largeRequestsHoldUpNobodyElse() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        Routes routes = router -> {
            router.add("GET", "/words", request -> Reply.text("a"));
            router.add("POST", "/busy", request -> {
                while (finish.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return Reply.text("b");
            });
        };
        Guard guard = new Guard(Guard.LOOPBACK, null, "", Set.of());
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<Socket> all = new ArrayList<>();
        try (WebServer server = WebServer.start(any, guard, 1 << 20, List.of(routes), () -> {})) {
            String host = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            String large = "{" + " ".repeat(20_000) + "}";
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                all.add(asked(server, "POST /busy" + host + "Content-Length: " + large.length() + "\r\n\r\n" + large));
            }
            Socket small = asked(server, "GET /words" + host + "\r\n");
            all.add(small);
            small.setSoTimeout(20_000);
            assertThat(new String(small.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
            finish.countDown();
            assertThat(new String(all.getFirst().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        } finally {
            finish.countDown();
            for (Socket each : all) {
                each.close();
            }
        }
    }

    private static Socket asked(WebServer server, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
