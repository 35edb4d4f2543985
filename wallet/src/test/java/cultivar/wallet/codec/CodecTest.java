package cultivar.wallet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ethereum's published vectors for RLP and key addresses, and what a typing user may get wrong. */
class CodecTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    @Test
    void rlpMatchesThePublishedVectors() throws IOException {
        List<Path> files = vectors("RLPTests");
        int valid = 0;
        int invalid = 0;
        for (Path file : files) {
            for (var entry : JSON.readTree(Files.readAllBytes(file)).properties()) {
                String name = file.getFileName() + ": " + entry.getKey();
                JsonNode in = entry.getValue().get("in");
                byte[] out = Hex.decode(entry.getValue().get("out").asString());
                if (in.isString() && in.asString().equals("INVALID")) {
                    assertThatThrownBy(() -> Rlp.decode(out)).as(name).isInstanceOf(Rlp.RlpException.class);
                    invalid++;
                } else if (in.isString() && in.asString().equals("VALID")) {
                    assertThat(Rlp.decode(out).encode()).as(name).isEqualTo(out);
                    valid++;
                } else {
                    assertThat(Hex.encode(item(in).encode())).as(name).isEqualTo(Hex.encode(out));
                    assertThat(Rlp.decode(out).encode()).as(name).isEqualTo(out);
                    valid++;
                }
            }
        }
        assertThat(valid).isPositive();
        assertThat(invalid).isPositive();
    }

    @Test
    void keysLeadToThePublishedAddresses() throws IOException {
        Path file = golden().resolve("BasicTests/keyaddrtest.json");
        assumeTrue(Files.isRegularFile(file), "no reference vectors at " + file);
        JsonNode cases = JSON.readTree(Files.readAllBytes(file));
        assertThat(cases.size()).isPositive();
        for (JsonNode c : cases) {
            byte[] key = Hex.decode(c.get("key").asString());
            assertThat(Address.ofPublicKey(Secp256k1.publicKey(key)).hex())
                    .isEqualTo("0x" + c.get("addr").asString());
            byte[] empty = Keccak.hash("");
            assertThat(Secp256k1.recover(empty, Secp256k1.sign(empty, key)).map(Address::hex))
                    .contains("0x" + c.get("addr").asString());
        }
    }

    @Test
    void signaturesAreDeterministicAndSurviveTheirBytes() {
        byte[] key = Keccak.hash("a key");
        Signature signature = Secp256k1.sign(Keccak.hash("a message"), key);
        assertThat(Secp256k1.sign(Keccak.hash("a message"), key)).isEqualTo(signature);
        assertThat(Signature.of(signature.bytes())).isEqualTo(signature);
        assertThat(signature.s()).isLessThanOrEqualTo(Secp256k1.HALF_ORDER);
        assertThat(Secp256k1.recover(Keccak.hash("another"), signature))
                .isNotEqualTo(Secp256k1.recover(Keccak.hash("a message"), signature));
    }

    @Test
    void addressesCarryTheCheckSumOfEip55() {
        String right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        assertThat(Address.parse(right).toString()).isEqualTo(right);
        assertThat(Address.parse(right.toLowerCase(Locale.ROOT)).toString()).isEqualTo(right);
        assertThatThrownBy(() -> Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed"))
                .hasMessageContaining("wrong check sum");
        assertThatThrownBy(() -> Address.parse("0x5aae")).hasMessageContaining("Not an address");
    }

    private static Rlp item(JsonNode node) {
        if (node.isArray()) {
            List<Rlp> items = new ArrayList<>();
            node.forEach(child -> items.add(item(child)));
            return Rlp.list(items);
        }
        if (node.isNumber()) {
            return Rlp.of(node.bigIntegerValue());
        }
        String text = node.asString();
        if (text.startsWith("#")) {
            return Rlp.of(new BigInteger(text.substring(1)));
        }
        boolean ascii = text.chars().allMatch(c -> c < 128);
        return Rlp.of(text.getBytes(ascii ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8));
    }

    private static List<Path> vectors(String folder) throws IOException {
        Path root = golden().resolve(folder);
        assumeTrue(Files.isDirectory(root), "no reference vectors at " + root);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static Path golden() {
        return Path.of(System.getProperty("cultivar.golden", "../shared/golden"))
                .resolve("evm");
    }
}
