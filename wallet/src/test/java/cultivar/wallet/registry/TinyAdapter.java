package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An adapter of one small tensor and its base model of one, on the disk. */
public record TinyAdapter(Path folder, Path base) {
    /** Writes both into a home. */
    public static TinyAdapter write(Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("adapters/tiny"));
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\":\"LORA\",\"r\":1,\"lora_alpha\":2,\"target_modules\":[\"q_proj\"]}");
        Files.write(folder.resolve("adapter_model.safetensors"), tensor("lora_A.weight", 8));
        Path base = Files.createDirectories(home.resolve("models/tiny"));
        Files.writeString(base.resolve("config.json"), "{\"model_type\":\"llama\",\"hidden_size\":8}");
        Files.writeString(base.resolve("tokenizer.json"), "{\"version\":\"1.0\"}");
        Files.write(base.resolve("model.safetensors"), tensor("model.embed_tokens.weight", 16));
        return new TinyAdapter(folder, base);
    }

    /** A whole safetensors file of one float32 tensor. */
    private static byte[] tensor(String name, int length) {
        byte[] header = ("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[" + length + "],\"data_offsets\":[0,"
                        + 4 * length + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + header.length + 4 * length).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(header.length).put(header);
        for (int i = 0; i < length; i++) {
            out.putFloat(i / 7f);
        }
        return out.array();
    }

    /** What would be registered of it. */
    public Manifest manifest(Address creator) {
        return Manifest.of(
                "Tiny",
                "Two lines\nof words — with a dash",
                new Manifest.Base("tiny", AdapterFiles.hashBase(base).hash()),
                AdapterFiles.hash(folder),
                new JsonMapper().readTree("{\"rank\":1,\"lr\":0.001,\"seed\":7,\"datanet\":[\"defi@1\"]}"),
                List.of(new Manifest.Datanet(
                        "defi",
                        1,
                        Hex.encode(Keccak.hash("root")),
                        120,
                        List.of(new Manifest.Contributor("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", 120)),
                        List.of("CC-BY-4.0"))),
                new Manifest.Evaluation(40, new Manifest.Scores(0.025, 2.5), new Manifest.Scores(0.9, 0.125)),
                Instant.parse("2026-11-28T08:00:00Z"),
                creator);
    }
}
