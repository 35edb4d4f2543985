package cultivar.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.RunStore;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that does not answer, or not as a node does, ends in one line that names it. */
class UnreachableChainTest {
    @TempDir
    private Path home;

    private PublishService service;
    private VerifyService verifying;

    @BeforeEach
    void openServices() {
        var chains = Registry.chains(home);
        service = new PublishService(new RunStore(home), this::datanets, chains, Clock.systemUTC());
        verifying = new VerifyService(this::datanets, chains);
    }

    private DatanetStore datanets() {
        throw new AssertionError("the rows are not needed to find that there is no chain");
    }

    private static Network network(int port) {
        return Network.custom("mine", "My chain", 31_337, "ETH", "http://127.0.0.1:" + port, null);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void nobodyListens() throws IOException {
        int port = closedPort();

        assertThatThrownBy(() -> service.connect(network(port)))
                .isInstanceOf(ChainException.class)
                .hasMessageContainingAll("My chain cannot be reached at http://127.0.0.1:" + port, "Check the network")
                .hasMessageNotContainingAny("\n", "Exception");
    }

    @Test
    void verifyingWithoutItsChainSaysTheSameAndChangesNothing() throws IOException {
        Path adapter = Files.createDirectories(home.resolve("adapters/mine"));
        int port = closedPort();

        assertThatThrownBy(() -> verifying.verify(adapter, network(port), "1"))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(adapter).isEmptyDirectory();
    }

    @Test
    void somethingElseAnswers() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));

            assertThatThrownBy(() -> service.connect(network(server.getLocalPort())))
                    .isInstanceOf(ChainException.class)
                    .hasMessageContaining("http://127.0.0.1:" + server.getLocalPort())
                    .hasMessageNotContainingAny("\n", "Exception", "<html>");
        }
    }

    private static void answer(ServerSocket server) {
        byte[] page = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>"
                .getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write(page);
            } catch (IOException e) {
                return;
            }
        }
    }
}
