package cultivar.datanet.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against values that OpenZeppelin's JavaScript library computed. */
class MerkleTreeTest {
    private static JsonNode cases() throws IOException {
        try (InputStream in = MerkleTreeTest.class.getResourceAsStream("vectors.json")) {
            return new JsonMapper().readTree(in).path("cases");
        }
    }

    private static MerkleTree tree(JsonNode values) {
        MerkleTree.Builder builder = new MerkleTree.Builder();
        for (JsonNode value : values) {
            builder.add(MerkleTree.leaf(hash(value), address(value)).bytes());
        }
        return builder.build();
    }

    private static Bytes32 hash(JsonNode value) {
        return new Bytes32(value.get(0).asString());
    }

    private static EvmAddress address(JsonNode value) {
        return EvmAddress.parse(value.get(1).asString());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asString()));
        return texts;
    }

    @Test
    void rootsTreesAndProofsAreOpenZeppelins() throws IOException {
        int proofs = 0;
        for (JsonNode one : cases()) {
            MerkleTree tree = tree(one.path("values"));
            assertThat(tree.root().hex()).isEqualTo(one.path("root").asString());
            if (one.has("tree")) {
                assertThat(tree.dump()).map(Bytes32::hex).isEqualTo(texts(one.path("tree")));
            }
            for (int i = 0; i < tree.size(); i++) {
                assertThat(tree.treeIndex(i))
                        .isEqualTo(one.path("treeIndex").get(i).asInt());
            }
            for (JsonNode proof : one.path("proofs")) {
                int index = proof.path("index").asInt();
                assertThat(tree.proof(index)).map(Bytes32::hex).isEqualTo(texts(proof.path("siblings")));
                proofs++;
            }
        }
        assertThat(proofs).isGreaterThan(20);
    }

    @Test
    void theirProofsHoldAndChangedOnesDoNot() throws IOException {
        for (JsonNode one : cases()) {
            Bytes32 root = new Bytes32(one.path("root").asString());
            for (JsonNode proof : one.path("proofs")) {
                JsonNode value = one.path("values").get(proof.path("index").asInt());
                List<Bytes32> siblings =
                        texts(proof.path("siblings")).stream().map(Bytes32::new).toList();
                assertThat(new MerkleProof(hash(value), address(value), siblings, root).holds())
                        .isTrue();
                assertThat(new MerkleProof(hash(value), EvmAddress.NOBODY, siblings, root).holds())
                        .isFalse();
                assertThat(new MerkleProof(root, address(value), siblings, root).holds())
                        .isFalse();
            }
        }
    }

    @Test
    void aTreeNeedsALeaf() {
        assertThatThrownBy(() -> new MerkleTree.Builder().build()).isInstanceOf(IllegalStateException.class);
    }
}
