package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import cultivar.wallet.codec.Hex;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for phrase, seed, key and password in everything that a process leaves behind: its files, what it printed and
 * logged, and all of its memory that is in use once the wallet is locked.
 */
class SecretsTest {
    private static final String WORDS = "glow void ketchup thunder digital clock sport half six nice open artefact";
    private static final String PASSWORD = "Kettle-drum-4711";

    @TempDir
    private Path folder;

    @Test
    void nothingIsLeftBehind() throws Exception {
        Path heap = folder.resolve("heap.hprof");
        Path output = folder.resolve("output.log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.resolve("home").toString(),
                        heap.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().write((WORDS + "\n" + PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        Map<String, byte[]> secrets = secrets();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                secrets.forEach((name, secret) -> {
                    if (contains(bytes, secret)) {
                        found.add(name + " in " + file.getFileName());
                    }
                });
            }
        }
        assertThat(found).isEmpty();
        // The search itself works: what is no secret is found.
        assertThat(contains(Files.readAllBytes(heap), "AES/GCM/NoPadding".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    private static Map<String, byte[]> secrets() {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            secrets.put("phrase as " + charset, WORDS.getBytes(charset));
            secrets.put("half the phrase as " + charset, WORDS.substring(0, 30).getBytes(charset));
            secrets.put("password as " + charset, PASSWORD.getBytes(charset));
        }
        try (Phrase phrase = Phrase.parse(WORDS)) {
            byte[] seed = phrase.seed();
            byte[] key = HdKeys.derive(seed, 0);
            secrets.put("entropy", phrase.entropy());
            secrets.put("seed", seed);
            secrets.put("key", key);
            secrets.put("key in digits", Hex.encode(key).substring(2).getBytes(StandardCharsets.UTF_8));
        }
        return secrets;
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Makes a wallet from what comes on standard input, signs, locks it, and writes its memory to a file. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            // Not System.in, whose buffer would keep both.
            InputStream in = new FileInputStream(FileDescriptor.in);
            char[] words = line(in);
            char[] password = line(in);
            use(Path.of(arguments[0]), words, password);
            Arrays.fill(words, '\0');
            Arrays.fill(password, '\0');
            System.gc();
            Thread.sleep(500); // for what Java wipes once the collector has been there
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[1], true);
        }

        @SuppressWarnings("ObjectToString") // a careless log line would print all of these
        private static void use(Path home, char[] words, char[] password) {
            Path file = home.resolve("wallet.json");
            try (Phrase phrase = Phrase.parse(CharBuffer.wrap(words))) {
                System.out.println(phrase);
                System.out.println(Vault.create(file, password, phrase, false));
            }
            try (UnlockedWallet wallet = Vault.open(file).unlock(password);
                    PrivateKey key = Vault.open(file).exportKey(password, 0)) {
                System.out.println(wallet + " " + key + " " + wallet.signMessage(0, new byte[] {1}));
                Keystore.write(home.resolve("key.json"), key, password);
                Vault.open(file).unlock("not the password".toCharArray()).close();
            } catch (WrongPasswordException e) {
                e.printStackTrace(System.out);
            }
        }

        /** A line without ever making a text of it. */
        private static char[] line(InputStream in) throws IOException {
            char[] buffer = new char[256];
            int length = 0;
            for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
                buffer[length++] = (char) next;
            }
            char[] out = Arrays.copyOf(buffer, length);
            Arrays.fill(buffer, '\0');
            return out;
        }
    }
}
