package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Secp256k1;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random transactions and typed data, signed here and by Foundry's {@code cast}: the bytes are the same. For developers
 * who have it: {@code -Dcultivar.cast=/path/to/cast}, and {@code -Dcultivar.cast.cases=1000} for more than a few.
 */
@EnabledIfSystemProperty(named = "cultivar.cast", matches = ".+")
class CastTest {
    private static final String CAST = System.getProperty("cultivar.cast", "cast");
    private static final int CASES = Integer.getInteger("cultivar.cast.cases", 50);

    @TempDir
    private Path folder;

    @Test
    void transactions() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < CASES; i++) {
            byte[] key = key(random);
            Address to = i % 10 == 0 ? null : Address.of(bytes(random, 20));
            byte[] data = bytes(random, to == null ? 1 + random.nextInt(200) : random.nextInt(200));
            BigInteger most = BigInteger.valueOf(1 + random.nextInt(Integer.MAX_VALUE));
            FeeMarketTransaction transaction = new FeeMarketTransaction(
                    1 + random.nextInt(1_000_000),
                    random.nextInt(100_000),
                    most.shiftRight(random.nextInt(8)),
                    most,
                    BigInteger.valueOf(21_000 + random.nextInt(1_000_000)),
                    to,
                    new BigInteger(random.nextInt(90), random),
                    data);
            byte[] ours = transaction.encode(Secp256k1.sign(transaction.signingHash(), key));
            assertThat(FeeMarketTransaction.decode(ours)).isEqualTo(transaction);
            assertThat(cast(mktx(transaction, key))).as("case " + i).isEqualTo(Hex.encode(ours));
        }
        System.out.println(CASES + " transactions are byte for byte cast's");
    }

    private static List<String> mktx(FeeMarketTransaction transaction, byte[] key) {
        List<String> arguments = new ArrayList<>(List.of(
                "mktx",
                "--private-key",
                Hex.encode(key),
                "--chain",
                Long.toString(transaction.chainId()),
                "--nonce",
                Long.toString(transaction.nonce()),
                "--gas-limit",
                transaction.gasLimit().toString(),
                "--gas-price",
                transaction.maxFee().toString(),
                "--priority-gas-price",
                transaction.maxPriorityFee().toString(),
                "--value",
                transaction.value().toString()));
        if (transaction.to() == null) {
            arguments.addAll(List.of("--create", Hex.encode(transaction.data())));
        } else {
            arguments.add(transaction.to().toString());
            if (transaction.data().length > 0) {
                arguments.add(Hex.encode(transaction.data()));
            }
        }
        return arguments;
    }

    @Test
    void typedMessages() throws Exception {
        Random random = new Random(12);
        Path file = folder.resolve("typed.json");
        for (int i = 0; i < CASES; i++) {
            byte[] key = key(random);
            String json = RandomTypedData.make(random);
            Files.writeString(file, json);
            String ours =
                    Hex.encode(Secp256k1.sign(TypedData.parse(json).hash(), key).bytes());
            assertThat(cast(List.of(
                            "wallet",
                            "sign",
                            "--private-key",
                            Hex.encode(key),
                            "--data",
                            "--from-file",
                            file.toString())))
                    .as(json)
                    .isEqualTo(ours);
        }
        System.out.println(CASES + " typed messages have cast's signatures");
    }

    @Test
    void keystores() throws Exception {
        try (PrivateKey key = PrivateKey.of(key(new Random(13)))) {
            Path file = folder.resolve("key.json");
            Keystore.write(file, key, "correct horse".toCharArray());
            String opened = cast(List.of(
                    "wallet",
                    "decrypt-keystore",
                    "--keystore-dir",
                    folder.toString(),
                    "key.json",
                    "--unsafe-password",
                    "correct horse"));
            assertThat(opened).contains(Hex.encode(key(new Random(13))));
        }
    }

    private static byte[] key(Random random) {
        byte[] key = bytes(random, 32);
        key[0] &= 0x7f;
        return key;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }

    private static String cast(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(CAST));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
