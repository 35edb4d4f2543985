package cultivar.app.publish;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of somebody else's making: npm's Anvil, where it was installed. */
public final class AnvilNode implements AutoCloseable {
    private static final Path INSTALLED = Path.of("../wallet/target/anvil");
    private static final int TRIES = 300;

    private final Process process;
    private final int port;

    private AnvilNode(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program: what {@code -Dcultivar.anvil} names, or what the wallet's profile installed. */
    public static Optional<Path> program() throws IOException {
        String named = System.getProperty("cultivar.anvil", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isRegularFile);
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(INSTALLED)) {
            return files.filter(f ->
                            INSTALLED.relativize(f).toString().matches(".*anvil-.+[/\\\\]bin[/\\\\]anvil(\\.exe)?"))
                    .findFirst();
        }
    }

    /** Starts it on a free port of loopback. */
    public static AnvilNode start(Path program) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        program.toString(), "--hardfork", "cancun", "--port", Integer.toString(port), "--silent")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        AnvilNode node = new AnvilNode(process, port);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return node;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        node.close();
        throw new IOException("anvil does not answer");
    }

    /** Where it listens. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
