package cultivar.runtime.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.SmallDecoder;
import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlabModulesTest {
    private static final int LAYERS = 3;
    private static final LoraLayout ATTENTION = LoraLayout.uniform(LAYERS, List.of("q_proj", "v_proj"));
    private static final LoraLayout OUTPUTS = LoraLayout.uniform(LAYERS, List.of("o_proj", "up_proj"));
    private static final LoraLayout DOWN = LoraLayout.uniform(LAYERS, List.of("down_proj"));

    private final DecoderSpec spec;

    SlabModulesTest() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"")) {
            spec = decoder.spec();
        }
    }

    @Test
    void theOrderOfRowsMakesNoDifference() {
        LoraLayout union = LoraLayout.union(spec, List.of(OUTPUTS, ATTENTION));
        assertThat(union)
                .isEqualTo(LoraLayout.union(spec, List.of(ATTENTION, OUTPUTS)))
                .isEqualTo(LoraLayout.uniform(LAYERS, List.of("q_proj", "v_proj", "o_proj", "up_proj")));
    }

    @Test
    void whatIsComputedTogetherIsOneLayout() {
        assertThat(LoraLayout.uniform(LAYERS, List.of("v_proj")).widened(spec))
                .isEqualTo(ATTENTION.widened(spec))
                .isEqualTo(LoraLayout.uniform(LAYERS, List.of("q_proj", "k_proj", "v_proj")));
        LoraLayout last = new LoraLayout(List.of(List.of(), List.of(), List.of("up_proj")), false);
        assertThat(last.widened(spec).layers()).containsExactly(List.of(), List.of(), List.of("gate_proj", "up_proj"));
    }

    @Test
    void aMixThatChangesFromStepToStepKeepsItsModules() {
        SlabModules modules = new SlabModules(spec);
        modules.step(List.of(ATTENTION));
        LoraLayout all = modules.step(List.of(DOWN, OUTPUTS));
        assertThat(all).isEqualTo(LoraLayout.uniform(LAYERS, spec.modules()));
        for (int step = 0; step < 3 * SlabModules.STEPS; step++) {
            assertThat(modules.step(step % 2 == 0 ? List.of(OUTPUTS, ATTENTION) : List.of(DOWN)))
                    .as("step %d", step)
                    .isEqualTo(all);
        }
    }

    @Test
    void whatNobodyWantsAnyMoreGoesAfterAWhile() {
        SlabModules modules = new SlabModules(spec);
        LoraLayout both = modules.step(List.of(DOWN, OUTPUTS));
        for (int step = 1; step < SlabModules.STEPS; step++) {
            assertThat(modules.step(List.of(DOWN))).isEqualTo(both);
        }
        assertThat(modules.step(List.of(DOWN))).as("it was wanted meanwhile").isEqualTo(both);
        for (int step = 1; step < SlabModules.STEPS; step++) {
            assertThat(modules.step(List.of(DOWN))).isEqualTo(both);
        }
        assertThat(modules.step(List.of(DOWN))).isEqualTo(DOWN);
        assertThat(modules.step(List.of(OUTPUTS, DOWN))).isEqualTo(both);
    }
}
