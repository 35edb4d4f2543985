package cultivar.finetune;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a recipe takes over from the adapter that it starts from. */
record AdapterShape(int rank, double alpha, List<String> targetModules) {

    static AdapterShape of(Path folder) {
        JsonNode json;
        try {
            json = JsonFiles.read(folder.resolve("adapter_config.json"), "adapter configuration");
        } catch (FinetuneException e) {
            throw new RecipeException(
                    RecipeField.INIT_ADAPTER, "init-adapter names no usable adapter: " + e.getMessage());
        }
        List<String> targets = new ArrayList<>();
        json.path("target_modules").forEach(target -> targets.add(target.asString("")));
        return new AdapterShape(
                json.path("r").asInt(0),
                json.path("lora_alpha").asDouble(0),
                targets.isEmpty()
                        ? DecoderSpec.LINEAR_MODULES
                        : DecoderSpec.LINEAR_MODULES.stream()
                                .filter(targets::contains)
                                .toList());
    }
}
