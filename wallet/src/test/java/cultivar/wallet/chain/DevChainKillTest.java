package cultivar.wallet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.codec.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes the chain is killed at any moment, again and again ({@code cultivar.kill.rounds} times): what it
 * had reported as done is there, at most one block more, and the next process goes on.
 */
class DevChainKillTest {
    private static final Address ALICE = Address.parse("0x00000000000000000000000000000000000000a1");
    private static final BigInteger GIFT = BigInteger.TEN.pow(18);

    @TempDir
    Path folder;

    @Test
    void nothingThatWasReportedIsLost() throws Exception {
        int rounds = Integer.getInteger("cultivar.kill.rounds", 3);
        Random moments = new Random(5);
        long sure = 0;
        for (int round = 0; round < rounds; round++) {
            sure = Math.max(sure, writeUntilKilled(moments.nextInt(300)));
            DevChain after = DevChain.open(folder, List.of());
            long height = after.latest().number();
            assertThat(height).as("round " + round).isBetween(sure, sure + 1);
            assertThat(after.state().balance(ALICE)).isEqualTo(GIFT.multiply(BigInteger.valueOf(height)));
            sure = height;
        }
        DevChain last = DevChain.open(folder, List.of());
        last.fund(ALICE, GIFT);
        assertThat(last.latest().number()).isEqualTo(sure + 1);
    }

    /** Starts a writer, waits for its first report and a random time more, and kills it; returns the last report. */
    private long writeUntilKilled(int milliseconds) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader reports = writer.inputReader(StandardCharsets.UTF_8)) {
            String first = reports.readLine();
            assertThat(first).as("the writer's first report").isNotNull();
            last = Long.parseLong(first);
            Thread.sleep(milliseconds);
            writer.toHandle().destroyForcibly(); // the process would close the stream that is still to be read
            for (String line = reports.readLine(); line != null; line = reports.readLine()) {
                last = line.endsWith(";") ? Long.parseLong(line.substring(0, line.length() - 1)) : last;
            }
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    /** Adds blocks until it dies, and reports each height that is on the disk. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            DevChain chain = DevChain.open(Path.of(args[0]), List.of());
            System.out.println(chain.latest().number());
            while (true) {
                chain.fund(ALICE, GIFT);
                System.out.println(chain.latest().number() + ";");
            }
        }
    }
}
