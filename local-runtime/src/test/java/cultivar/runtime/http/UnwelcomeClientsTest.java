package cultivar.runtime.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
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
}
