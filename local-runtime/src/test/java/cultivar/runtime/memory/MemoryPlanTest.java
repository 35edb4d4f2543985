package cultivar.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.memory.MemoryPlan.Use;
import cultivar.runtime.quant.BaseType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MemoryPlanTest {
    /** The shape of SmolLM2 135M. */
    private static final DecoderSpec SPEC = DecoderSpec.of(JsonMapper.shared().readTree("""
        {"model_type": "llama", "vocab_size": 49152, "hidden_size": 576, "intermediate_size": 1536,
         "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3, "tie_word_embeddings": true}
        """));

    private static final long GIB = 1L << 30;

    private final MemoryPlanner planner = new MemoryPlanner(SPEC, 2_442_240, 256, 2048, 0);

    @Test
    void weightsAreWhatTheirTypeTakes() {
        long parameters = SPEC.parameters();
        assertThat(planner.plan(BaseType.FLOAT32, false).of(Use.WEIGHTS)).isEqualTo(4 * parameters);
        assertThat(planner.plan(BaseType.BFLOAT16, false).of(Use.WEIGHTS)).isEqualTo(2 * parameters);
        assertThat(planner.plan(BaseType.INT8, false).of(Use.WEIGHTS)).isEqualTo(parameters);
        assertThat(planner.plan(BaseType.NF4, false).of(Use.WEIGHTS)).isLessThan(parameters * 3 / 4);
    }

    @Test
    void anAdapterTakesItsNumbersItsGradientsAndTwoMeans() {
        assertThat(planner.plan(BaseType.FLOAT32, false).of(Use.ADAPTER)).isEqualTo(16 * 2_442_240L);
    }

    @Test
    void computingAgainKeepsAFractionOfTheActivations() {
        long kept = planner.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS);
        assertThat(planner.plan(BaseType.FLOAT32, true).of(Use.ACTIVATIONS)).isLessThan(kept / 10);
    }

    @Test
    void aLongerRowCostsMore() {
        MemoryPlanner longer = new MemoryPlanner(SPEC, 2_442_240, 1024, 2048, 0);
        assertThat(longer.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS))
                .isEqualTo(4 * planner.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS));
    }

    @Test
    void otherWaysNeedLessAndLessAndTheGentlestComesFirst() {
        var ways = planner.ways(BaseType.FLOAT32, false);
        assertThat(ways)
                .extracting(MemoryPlanner.Way::type)
                .containsExactly(BaseType.FLOAT32, BaseType.INT8, BaseType.NF4);
        long before = planner.plan(BaseType.FLOAT32, false).bytes();
        for (MemoryPlanner.Way way : ways) {
            assertThat(way.plan().bytes()).isLessThan(before);
            before = way.plan().bytes();
        }
    }

    @Test
    void aProcessorTakesFewTokensAtATimeAndACardAsManyAsFitIntoIt() {
        assertThat(MemoryPlanner.partTokens(SPEC, BaseType.FLOAT32, false, 0)).isEqualTo(256);
        assertThat(MemoryPlanner.partTokens(SPEC, BaseType.FLOAT32, false, 2 * GIB))
                .isEqualTo(256);
        int some = MemoryPlanner.partTokens(SPEC, BaseType.FLOAT32, false, 16 * GIB);
        assertThat(some).isBetween(512, 2048);
        assertThat(MemoryPlanner.partTokens(SPEC, BaseType.FLOAT32, true, 16 * GIB))
                .isEqualTo(4096);
        MemoryPlanner planner = new MemoryPlanner(SPEC, 2_442_240, 256, 10_000, 16 * GIB);
        assertThat(planner.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS)).isBetween(2 * GIB, 4 * GIB);
    }

    @Test
    void aBatchThatIsSmallerThanWhatFitsTakesLess() {
        MemoryPlanner small = new MemoryPlanner(SPEC, 2_442_240, 256, 512, 140 * GIB);
        MemoryPlanner large = new MemoryPlanner(SPEC, 2_442_240, 256, 1024, 140 * GIB);
        assertThat(large.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS))
                .isEqualTo(2 * small.plan(BaseType.FLOAT32, false).of(Use.ACTIVATIONS));
        assertThat(small.room()).isEqualTo(140 * GIB);
    }
}
