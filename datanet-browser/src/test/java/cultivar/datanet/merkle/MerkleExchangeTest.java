package cultivar.datanet.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fresh trees against OpenZeppelin's JavaScript library, both ways. Needs Node and the library, which the Maven profile
 * {@code merkle} installs; without it the test is skipped.
 */
class MerkleExchangeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int[] SIZES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 256, 257, 1000};

    private record Leaf(Bytes32 hash, EvmAddress contributor) {}

    @Test
    void theirsVerifiesOursAndOursVerifiesTheirs() throws Exception {
        String folder = System.getProperty("cultivar.merkle", "");
        assumeTrue(
                Files.isDirectory(Path.of(folder, "node_modules")),
                "OpenZeppelin's library is not installed; run Maven with -Pmerkle");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<List<Leaf>> leaves = new ArrayList<>();
        List<MerkleTree> trees = new ArrayList<>();
        ArrayNode ours = JSON.createArrayNode();
        for (int size : SIZES) {
            List<Leaf> some = leaves(random, size);
            MerkleTree.Builder builder = new MerkleTree.Builder();
            some.forEach(leaf ->
                    builder.add(MerkleTree.leaf(leaf.hash(), leaf.contributor()).bytes()));
            MerkleTree tree = builder.build();
            leaves.add(some);
            trees.add(tree);
            describe(some, tree, ours.addObject());
        }
        JsonNode answers = exchange(Path.of(folder), ours.toString());
        assertThat(answers).as("seed " + seed).hasSize(SIZES.length);
        for (int i = 0; i < SIZES.length; i++) {
            compare("seed " + seed + ", " + SIZES[i] + " leaves", leaves.get(i), trees.get(i), answers.get(i));
        }
    }

    private static List<Leaf> leaves(Random random, int size) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] hash = new byte[32];
            byte[] address = new byte[20];
            random.nextBytes(hash);
            random.nextBytes(address);
            // Some contents are given by two people, and some rows twice.
            boolean again = i > 0 && random.nextInt(10) == 0;
            leaves.add(new Leaf(again ? leaves.get(i - 1).hash() : Bytes32.of(hash), EvmAddress.of(address)));
        }
        return leaves;
    }

    private static void describe(List<Leaf> leaves, MerkleTree tree, ObjectNode node) {
        ArrayNode values = node.putArray("values");
        leaves.forEach(leaf ->
                values.addArray().add(leaf.hash().hex()).add(leaf.contributor().value()));
        node.put("root", tree.root().hex());
        ArrayNode proofs = node.putArray("proofs");
        for (int i = 0; i < leaves.size(); i++) {
            ArrayNode siblings = proofs.addObject().put("index", i).putArray("siblings");
            tree.proof(i).forEach(sibling -> siblings.add(sibling.hex()));
        }
    }

    private static void compare(String what, List<Leaf> leaves, MerkleTree tree, JsonNode theirs) {
        assertThat(theirs.path("holding").asInt()).as(what).isEqualTo(leaves.size());
        assertThat(theirs.path("root").asString())
                .as(what)
                .isEqualTo(tree.root().hex());
        assertThat(texts(theirs.path("tree"))).as(what).isEqualTo(tree.dump());
        for (JsonNode proof : theirs.path("proofs")) {
            int index = proof.path("index").asInt();
            Leaf leaf = leaves.get(index);
            List<Bytes32> siblings = texts(proof.path("siblings"));
            assertThat(siblings).as(what).isEqualTo(tree.proof(index));
            assertThat(new MerkleProof(leaf.hash(), leaf.contributor(), siblings, tree.root()).holds())
                    .as(what)
                    .isTrue();
            assertThat(theirs.path("treeIndex").get(index).asInt()).as(what).isEqualTo(tree.treeIndex(index));
        }
    }

    private static List<Bytes32> texts(JsonNode list) {
        List<Bytes32> hashes = new ArrayList<>();
        list.forEach(node -> hashes.add(new Bytes32(node.asString().toLowerCase(Locale.ROOT))));
        return hashes;
    }

    private static JsonNode exchange(Path folder, String ours) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("merkle", ".json");
        try {
            Process node = new ProcessBuilder("node", "exchange.mjs")
                    .directory(folder.toFile())
                    .redirectOutput(answer.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream in = node.getOutputStream()) {
                in.write(ours.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(node.waitFor()).isZero();
            return JSON.readTree(answer);
        } finally {
            Files.delete(answer);
        }
    }
}
