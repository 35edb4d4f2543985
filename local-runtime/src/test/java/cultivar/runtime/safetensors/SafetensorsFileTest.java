package cultivar.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("x.safetensors");
        new SafetensorsWriter()
                .metadata("step", "7")
                .add("a", DType.F32, new long[] {2, 3}, FloatBuffer.wrap(new float[] {1, -2, 3.5f, 4, 5, 6}))
                .add("b", DType.BF16, new long[] {2}, FloatBuffer.wrap(new float[] {1 + 1f / 256, 1e20f}))
                .write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.metadata()).containsEntry("format", "pt").containsEntry("step", "7");
            assertThat(read.tensor("a").shape()).containsExactly(2L, 3L);
            assertThat(values(read, "a")).containsExactly(1, -2, 3.5f, 4, 5, 6);
            // 1.00390625 lies half way between two bfloat16 values and goes to the even one.
            assertThat(values(read, "b")[0]).isEqualTo(1f);
            assertThat(values(read, "b")[1]).isCloseTo(1e20f, withPercentage(0.4));
        }
        assertThat(folder.toFile().list()).containsExactly("x.safetensors");
    }

    @Test
    void widensHalfPrecision() throws IOException {
        byte[] data = new byte[4];
        ByteBuffer.wrap(data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3c00)
                .putShort((short) 0xc000);
        Path file = write("{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", data);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(values(read, "h")).containsExactly(1, -2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":3}",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":",
                "not json at all"
            })
    void refusesImpossibleHeaders(String header) throws IOException {
        Path file = write(header, new byte[8]);
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsFile.open(file).close())
                .withMessageContaining("x.safetensors is damaged");
    }

    @Test
    void refusesHeaderThatClaimsMoreThanTheFile() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 40)
                        .array());
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsFile.open(file).close())
                .withMessageContaining("claims more bytes than the file holds");
    }

    @Test
    void mutatedFilesEndInCleanErrors() throws IOException {
        Path good = folder.resolve("good.safetensors");
        new SafetensorsWriter()
                .add("a", DType.F32, new long[] {4}, FloatBuffer.wrap(new float[4]))
                .add("b", DType.BF16, new long[] {2, 2}, FloatBuffer.wrap(new float[4]))
                .write(good);
        byte[] bytes = Files.readAllBytes(good);
        Random random = new Random(1);
        Path file = folder.resolve("x.safetensors");
        for (int round = 0; round < 2000; round++) {
            byte[] mutated = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int i = 0; i < 1 + random.nextInt(3) && mutated.length > 0; i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            Files.write(file, mutated);
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                for (TensorInfo tensor : read.tensors().values()) {
                    // Whatever was accepted can be read to its end.
                    assertThat(read.bytes(tensor).toArray(ValueLayout.JAVA_BYTE))
                            .isNotNull();
                }
            } catch (SafetensorsException e) {
                assertThat(e.getMessage()).contains("x.safetensors").doesNotContain("\n");
            }
        }
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("x.safetensors"), buffer.array());
    }

    private static float[] values(SafetensorsFile file, String name) {
        FloatBuffer floats = file.floats(file.tensor(name)).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }
}
