package cultivar.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Rotary frequencies, beside those that transformers 5.18 computes for the same keys (base 10000, heads of 16). */
class RopeTest {
    private static final String SHORT = "[1, 1.1, 1.2, 1.3, 1.5, 2, 3, 4]";
    private static final String LONG = "[2, 2.2, 2.4, 2.6, 3, 4, 6, 8]";

    @Test
    void plainFrequenciesArePowersOfTheBase() {
        check("", 10, 1, 0.3162278, 0.1, 0.03162278, 0.01, 0.003162278, 0.001, 0.0003162278);
    }

    @Test
    void theBaseIsReadInBothSpellings() {
        assertThat(table("\"rope_theta\": 500000").theta()).isEqualTo(500000);
        assertThat(table("\"rope_parameters\": {\"rope_theta\": 500000, \"rope_type\": \"default\"}")
                        .theta())
                .isEqualTo(500000);
        assertThat(table("\"rope_theta\": 500000, \"rope_scaling\": null").theta())
                .isEqualTo(500000);
    }

    @Test
    void linearDividesAll() {
        String keys = "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}";
        check(keys, 10, 0.25, 0.07905694, 0.025, 0.007905695, 0.0025, 0.0007905695, 0.00025, 7.905695e-05);
    }

    @Test
    void dynamicGrowsWithTheText() {
        String keys = "\"rope_scaling\": {\"rope_type\": \"dynamic\", \"factor\": 2.0}";
        check(keys, 256, 1, 0.3162278, 0.1, 0.03162278, 0.01, 0.003162278, 0.001, 0.0003162278);
        check(keys, 768, 1, 0.2512738, 0.06313851, 0.01586505, 0.00398647, 0.001001695, 0.0002516998, 6.324555e-05);
        assertThat(Configs.spec("llama", keys).maxPositions()).isEqualTo(512);
    }

    @Test
    void llama3StretchesLowFrequencies() {
        String keys = """
            "rope_parameters": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64}\
            """;
        check(keys, 10, 1, 0.2443846, 0.01304226, 0.003952847, 0.00125, 0.0003952847, 0.000125, 3.952847e-05);
    }

    @Test
    void yarnRampsBetween() {
        String keys = """
            "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}\
            """;
        check(keys, 10, 1, 0.2371708, 0.05, 0.007905695, 0.0025, 0.0007905695, 0.00025, 7.905695e-05);
        assertThat(table(keys).magnitude()).isCloseTo(1.13862944, within(1e-8));
    }

    @Test
    void yarnTakesAllItsKeys() {
        String keys = """
            "rope_parameters": {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 64,
                "beta_fast": 16.0, "beta_slow": 2.0, "mscale": 0.7, "mscale_all_dim": 1.2, "truncate": false%s}\
            """;
        check(keys.formatted(""), 10, 1, 0.120534, 0.0125, 0.003952847, 0.00125, 0.0003952847, 0.000125, 3.952847e-05);
        assertThat(table(keys.formatted("")).magnitude()).isCloseTo(0.916791251, within(1e-8));
        assertThat(table(keys.formatted(", \"attention_factor\": 1.5")).magnitude())
                .isEqualTo(1.5);
    }

    @Test
    void longRopeChoosesByLength() {
        String keys = """
            "rope_scaling": {"rope_type": "longrope", "short_factor": %s, "long_factor": %s,
                "original_max_position_embeddings": 64}\
            """.formatted(SHORT, LONG);
        check(keys, 64, 1, 0.2874798, 0.08333334, 0.02432521, 0.006666667, 0.001581139, 0.0003333333, 7.905695e-05);
        check(keys, 65, 0.5, 0.1437399, 0.04166667, 0.01216261, 0.003333333, 0.0007905695, 0.0001666667, 3.952847e-05);
        assertThat(table(keys).magnitude()).isCloseTo(1.15470054, within(1e-8));
        assertThat(Configs.spec("llama", keys).rotary().switchLength()).isEqualTo(64);
    }

    @Test
    void phi3NamesLongRopeAsItDidAtFirst() {
        String keys = """
            "original_max_position_embeddings": 64,
            "rope_scaling": {"type": "%s", "short_factor": %s, "long_factor": %s}\
            """;
        RopeSpec table = Configs.spec("phi3", keys.formatted("longrope", SHORT, LONG))
                .rotary()
                .tables()
                .getFirst();
        assertThat(table.magnitude()).isCloseTo(1.15470054, within(1e-8));
        for (String name : new String[] {"su", "yarn"}) {
            assertThat(Configs.spec("phi3", keys.formatted(name, SHORT, LONG))
                            .rotary()
                            .tables())
                    .containsExactly(table);
        }
    }

    @Test
    void gemma3HasALocalBase() {
        String old = """
            "rope_theta": 1000000.0, "rope_local_base_freq": 20000.0,
            "rope_scaling": {"rope_type": "linear", "factor": 8.0}\
            """;
        String current = """
            "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
                "sliding_attention": {"rope_type": "default", "rope_theta": 20000.0}}\
            """;
        for (String keys : new String[] {old, current}) {
            assertThat(Configs.spec("gemma3_text", keys).rotary().tables())
                    .containsExactly(new RopeSpec.Linear(1e6, 8), new RopeSpec.Default(20000));
        }
        assertThat(Configs.spec("gemma3_text", "").rotary().tables())
                .containsExactly(new RopeSpec.Default(1e6), new RopeSpec.Default(10000));
    }

    @Test
    void onlyAPartOfAHeadTurns() {
        assertThat(Configs.spec("glm4", "\"head_dim\": 16").rotary().dimensions())
                .isEqualTo(8);
        assertThat(Configs.spec("stablelm", "\"partial_rotary_factor\": 0.5")
                        .rotary()
                        .dimensions())
                .isEqualTo(8);
        assertThat(Configs.spec("phi", "\"rope_parameters\": {\"partial_rotary_factor\": 0.25}")
                        .rotary()
                        .dimensions())
                .isEqualTo(4);
    }

    @Test
    void queriesOfMinistral3Grow() {
        RotarySpec.QueryGrowth growth = Configs.spec("ministral3", """
            "head_dim": 16, "rope_parameters": {"rope_type": "yarn", "factor": 4.0, "llama_4_scaling_beta": 0.1,
                "original_max_position_embeddings": 64}\
            """).rotary().growth();
        assertThat(growth.factor(63)).isEqualTo(1);
        assertThat(growth.factor(130)).isCloseTo(1 + 0.1 * Math.log(3), within(1e-12));
    }

    private static RopeSpec table(String keys) {
        return Configs.spec("llama", keys).rotary().tables().getFirst();
    }

    private static void check(String keys, int length, double... wanted) {
        double[] found = table(keys).frequencies(16, length);
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i]).isCloseTo(wanted[i], within(1e-6 * wanted[i]));
        }
    }
}
