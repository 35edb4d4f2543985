package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published vectors of the standards that keys follow. */
class KeyVectorsTest {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int HARDENED = 0x80000000;

    static List<String[]> phrases() throws IOException {
        try (InputStream in = Objects.requireNonNull(KeyVectorsTest.class.getResourceAsStream("bip39.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }

    @Test
    void thereAreTwentyFourPhrases() throws IOException {
        assertThat(phrases()).hasSize(24);
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void phraseAndSeedOfEntropy(String entropy, String words, String seed) {
        try (Phrase made = Phrase.ofEntropy(Hex.decode(entropy));
                Phrase read = Phrase.parse(words)) {
            assertThat(String.join(" ", made.words())).isEqualTo(words);
            assertThat(Hex.encode(read.entropy())).isEqualTo("0x" + entropy);
            assertThat(Hex.encode(read.seed("TREZOR"))).isEqualTo("0x" + seed);
        }
    }

    /** BIP-32's vectors 1 and 2; a path's step with H is hardened. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f,,xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        "000102030405060708090a0b0c0d0e0f,0H,xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7",
        "000102030405060708090a0b0c0d0e0f,0H/1,xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1UmYPxLgboyZQaXwTCg8MSY3H2EU4pWcQDnRnrVA1xe8fs",
        "000102030405060708090a0b0c0d0e0f,0H/1/2H/2/1000000000,xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542,0/2147483647H/1/2147483646H/2,xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7j"
    })
    void nodesOfASeed(String seed, String path, String extended) {
        int[] steps = path == null
                ? new int[0]
                : Arrays.stream(path.split("/")).mapToInt(KeyVectorsTest::step).toArray();
        byte[] node = HdKeys.node(Hex.decode(seed), steps);
        byte[] bytes = base58(extended);
        assertThat(Arrays.copyOfRange(node, 32, 64)).as("chain code").isEqualTo(Arrays.copyOfRange(bytes, 13, 45));
        assertThat(Arrays.copyOf(node, 32)).as("key").isEqualTo(Arrays.copyOfRange(bytes, 46, 78));
    }

    private static int step(String text) {
        return text.endsWith("H")
                ? Integer.parseInt(text.substring(0, text.length() - 1)) | HARDENED
                : Integer.parseInt(text);
    }

    /** 78 bytes of an extended key and 4 of a check sum. */
    private static byte[] base58(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE58.indexOf(text.charAt(i));
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = number.toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - 82, bytes.length);
    }

    @Test
    void addressesOfKeysAndSignaturesOfNothing() throws IOException {
        JsonNode vectors = golden("BasicTests/keyaddrtest.json");
        assertThat(vectors.size()).isPositive();
        for (JsonNode vector : vectors) {
            byte[] key = Hex.decode(vector.path("key").asString());
            assertThat(Keccak.hash(vector.path("seed").asString())).isEqualTo(key);
            assertThat(Address.ofPublicKey(Secp256k1.publicKey(key)).hex())
                    .isEqualTo("0x" + vector.path("addr").asString());
        }
    }

    @Test
    void addressesInMixedCase() {
        // The examples of EIP-55.
        for (String text : List.of(
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")) {
            assertThat(Address.parse(text)).hasToString(text);
        }
    }

    /** The example of EIP-155, read as a chain reads it. */
    @Test
    void aLegacyTransactionIsBoundToItsChain() {
        var read = cultivar.wallet.evm.TransactionDecoder.decode(
                Hex.decode(
                        "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));
        assertThat(read.chainId()).isEqualTo(1);
        assertThat(read.sender().hex()).isEqualTo("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    }

    /** A message that every wallet signs alike (EIP-191); the signature is ethers' in its own documentation. */
    @Test
    void aSignedMessageLeadsBackToItsSigner() {
        byte[] hash = UnlockedWallet.messageHash("Hello World".getBytes(StandardCharsets.UTF_8));
        assertThat(Hex.encode(hash)).isEqualTo("0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2");
    }

    @Test
    void developmentAccountsAreKnown() {
        try (Phrase anvil = Phrase.parse("test test test test test test test test test test test junk");
                Phrase ganache =
                        Phrase.parse("myth like bonus scare over problem client lizard pioneer submit female collect");
                UnlockedWallet one = UnlockedWallet.of(anvil, false);
                UnlockedWallet two = UnlockedWallet.of(ganache, false)) {
            for (int i = 0; i < 10; i++) {
                assertThat(DevelopmentKeys.isKnown(one.address(i))).isTrue();
                assertThat(DevelopmentKeys.isKnown(one.address(10 + i))).isTrue();
                assertThat(DevelopmentKeys.isKnown(two.address(i))).isTrue();
            }
            assertThat(DevelopmentKeys.isKnown(one.address(20))).isFalse();
        }
    }

    static Stream<String> keystores() throws IOException {
        return golden("KeyStoreTests/basic_tests.json").propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("keystores")
    void opensKeystoresOfOtherWallets(String name, @org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        JsonNode vector = golden("KeyStoreTests/basic_tests.json").path(name);
        char[] password = vector.path("password").asString().toCharArray();
        byte[] expected = Hex.decode(vector.path("priv").asString());
        String json = vector.path("json").toString();
        String loud = json.replace("\"crypto\"", "\"Crypto\"")
                .replace("aes-128-ctr", "AES-128-CTR")
                .replaceAll("\"mac\":\"([0-9a-f]+)\"", "\"MAC\":\"$1\"");
        for (String text : List.of(json, loud)) {
            Path file = Files.writeString(folder.resolve("key.json"), text);
            try (PrivateKey key = Keystore.read(file, password)) {
                assertThat(key.address()).isEqualTo(Address.ofPublicKey(Secp256k1.publicKey(expected)));
            }
        }
    }

    private static JsonNode golden(String file) throws IOException {
        Path folder = Path.of(System.getProperty("cultivar.golden", "../../shared/golden"));
        Path vectors = folder.resolve("evm").resolve(file);
        assumeTrue(Files.isRegularFile(vectors), "no reference vectors at " + vectors);
        return new JsonMapper().readTree(Files.readString(vectors));
    }

    @Test
    void signaturesAreDeterministic() {
        byte[] key = Keccak.hash("cow");
        Signature one = Secp256k1.sign(Keccak.hash(""), key);
        assertThat(Secp256k1.sign(Keccak.hash(""), key)).isEqualTo(one);
        assertThat(Secp256k1.recover(Keccak.hash(""), one)).contains(Address.ofPublicKey(Secp256k1.publicKey(key)));
    }
}
