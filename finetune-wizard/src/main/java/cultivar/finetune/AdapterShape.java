package cultivar.finetune;

import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.lora.PeftFolder;
import java.nio.file.Path;
import java.util.List;

/** What a recipe takes over from the adapter that it starts from. */
record AdapterShape(int rank, double alpha, List<String> targetModules, boolean rslora, boolean dora) {

    static AdapterShape of(Path folder) {
        try {
            LoraConfig config = PeftFolder.config(folder);
            return new AdapterShape(
                    config.rank(), config.alpha(), config.targetModules(), config.rankStabilised(), config.dora());
        } catch (AdapterException e) {
            throw new RecipeException(
                    RecipeField.INIT_ADAPTER, "init-adapter names no usable adapter: " + e.getMessage());
        }
    }
}
