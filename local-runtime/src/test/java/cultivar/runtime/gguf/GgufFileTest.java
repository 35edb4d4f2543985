package cultivar.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.safetensors.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgufFileTest {
    @TempDir
    Path temporary;

    private record Matrix(long rows, int columns, float[] values) implements Rows {
        @Override
        public void read(long row, float[] into) {
            System.arraycopy(values, (int) row * columns, into, 0, columns);
        }
    }

    private static Matrix random(int rows, int columns) {
        Random random = new Random(5);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Matrix(rows, columns, values);
    }

    @Test
    void keepsMetadataOfEveryKind() throws IOException {
        Path file = write(new GgufWriter()
                .text("general.architecture", "llama")
                .number("n", 0xffff_ffffL)
                .real("r", 1e-5)
                .flag("yes", true)
                .texts("words", List.of("ein", "żwei", "", "三"))
                .numbers("ids", new int[] {-1, 0, 7})
                .reals("scores", new float[] {-0.5f, 3})
                .flags("pattern", new boolean[] {true, false}));
        try (GgufFile read = GgufFile.open(file)) {
            assertThat(read.text("general.architecture")).contains("llama");
            assertThat(read.number("n")).contains(0xffff_ffffL);
            assertThat(read.real("r").orElseThrow()).isEqualTo((float) 1e-5);
            assertThat(read.flag("yes")).contains(true);
            assertThat(read.list("words")).isEqualTo(List.of("ein", "żwei", "", "三"));
            assertThat(read.list("ids")).isEqualTo(List.of(-1L, 0L, 7L));
            assertThat(read.list("scores")).isEqualTo(List.of(-0.5, 3.0));
            assertThat(read.list("pattern")).isEqualTo(List.of(true, false));
            assertThat(read.text("n")).isEmpty();
            assertThat(read.tensors()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTensorsAsWellAsTheirTypeCan(GgmlType type) throws IOException {
        Matrix values = random(70, 96);
        GgufWriter writer = new GgufWriter()
                .tensor("a", type, List.of(7L, 10L, 96L), values)
                .tensor("odd", GgmlType.F32, List.of(3L), new Matrix(1, 3, new float[] {1, 2, 3}))
                .tensor("b", type, List.of(70L, 96L), values);
        Path file = write(writer);
        assertThat(Files.size(file)).isEqualTo(writer.bytes());
        double worst = switch (type) {
            case F32 -> 0;
            case F16 -> 2e-3;
            case BF16 -> 2e-2;
            case Q8_0 -> 0.02;
            case Q4_0 -> 0.6;
        };
        try (GgufFile read = GgufFile.open(file)) {
            assertThat(read.tensor("a").shape()).containsExactly(7L, 10L, 96L);
            Rows rows = read.rows(read.tensor("b"));
            assertThat(rows.rows()).isEqualTo(70);
            float[] row = new float[96];
            for (int i = 0; i < 70; i++) {
                rows.read(i, row);
                for (int j = 0; j < 96; j++) {
                    assertThat((double) row[j]).isCloseTo(values.values()[i * 96 + j], within(worst));
                }
            }
            rows = read.rows(read.tensor("odd"));
            rows.read(0, row);
            assertThat(Arrays.copyOf(row, 3)).containsExactly(1, 2, 3);
        }
    }

    /** Blocks that can be reckoned by hand. */
    @Test
    void quantisesLikeTheReference() {
        float[] row = new float[32];
        row[0] = 127;
        row[1] = -2.5f;
        row[2] = 2.5f;
        row[31] = -127;
        assertThat(encoded(GgmlType.Q8_0, row)).isEqualTo("003c" + "7f" + "fd" + "03" + "00".repeat(28) + "81");
        row = new float[32];
        row[0] = 8;
        row[16] = -7;
        row[15] = 0.4f;
        assertThat(encoded(GgmlType.Q4_0, row)).isEqualTo("00bc" + "f0" + "88".repeat(15));
        assertThat(encoded(GgmlType.Q8_0, new float[32])).isEqualTo("0000" + "00".repeat(32));
        assertThat(encoded(GgmlType.Q4_0, new float[32])).isEqualTo("0080" + "88".repeat(16));
    }

    private static String encoded(GgmlType type, float[] row) {
        ByteBuffer buffer = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        RowCodec.encode(type, row, row.length, buffer);
        return HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
    }

    @Test
    void refusesWhatIsNoGguf() throws IOException {
        refused(new byte[0], "is no GGUF file");
        refused("GGML is older and shorter than this.".getBytes(StandardCharsets.UTF_8), "is no GGUF file");
        byte[] future = Files.readAllBytes(whole());
        future[4] = 9;
        refused(future, "version 9");
        assertThatExceptionOfType(GgufException.class)
                .isThrownBy(() -> GgufFile.open(temporary.resolve("nothing")))
                .withMessageContaining("does not exist");
    }

    @Test
    void believesNoCountThatTheFileCannotHold() throws IOException {
        byte[] tensors = Files.readAllBytes(whole());
        ByteBuffer.wrap(tensors).order(ByteOrder.LITTLE_ENDIAN).putLong(8, Long.MAX_VALUE);
        refused(tensors, "claims more than it holds");
        byte[] keys = Files.readAllBytes(whole());
        ByteBuffer.wrap(keys).order(ByteOrder.LITTLE_ENDIAN).putLong(16, 1L << 40);
        refused(keys, "claims more than it holds");
        byte[] key = Files.readAllBytes(whole());
        ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putLong(24, -5);
        refused(key, "claims more than it holds");
        byte[] half = Files.readAllBytes(whole());
        refused(Arrays.copyOf(half, half.length - 40), "cut short");
    }

    /** Damage anywhere ends in one clear line, whatever byte it hits. */
    @Test
    void damageEndsInOneLine() throws IOException {
        byte[] good = Files.readAllBytes(whole());
        Random random = new Random(3);
        Path file = temporary.resolve("damaged.gguf");
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] bytes = good.clone();
            for (int change = 0; change <= i % 4; change++) {
                bytes[random.nextInt(Math.min(bytes.length, 600))] =
                        (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt());
            }
            Files.write(file, i % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try (GgufFile read = GgufFile.open(file)) {
                float[] row = new float[4096];
                for (GgufTensor tensor : read.tensors().values()) {
                    Rows rows = read.rows(tensor);
                    if (rows.rows() > 0 && rows.columns() <= row.length) {
                        rows.read(rows.rows() - 1, row);
                    }
                }
            } catch (GgufException e) {
                assertThat(e.getMessage()).isNotNull().doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 3999);
    }

    private Path whole() throws IOException {
        return write(new GgufWriter()
                .text("general.architecture", "llama")
                .texts("tokenizer.ggml.tokens", List.of("a", "b", "c"))
                .number("llama.block_count", 3)
                .tensor("blk.0.attn_q.weight", GgmlType.Q8_0, List.of(4L, 64L), random(4, 64))
                .tensor("token_embd.weight", GgmlType.F32, List.of(4L, 10L), random(4, 10)));
    }

    private int written;

    private Path write(GgufWriter writer) throws IOException {
        Path file = temporary.resolve(written++ + ".gguf");
        writer.write(file, bytes -> {});
        return file;
    }

    private void refused(byte[] bytes, String saying) throws IOException {
        Path file = Files.write(temporary.resolve("bad.gguf"), bytes);
        assertThatExceptionOfType(GgufException.class)
                .isThrownBy(() -> GgufFile.open(file).close())
                .withMessageContaining(saying);
    }
}
