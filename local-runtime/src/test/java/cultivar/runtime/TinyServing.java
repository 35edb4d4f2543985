package cultivar.runtime;

import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A tiny base and small adapters of it, all of one size. */
final class TinyServing implements AutoCloseable {
    private final Path folder;
    private final List<String> adapters;
    private final LanguageModel model;

    /** @param folder where their files come to lie */
    TinyServing(Path folder, List<String> adapters) throws IOException {
        this.folder = folder;
        this.adapters = adapters;
        this.model = EngineUnderTest.engine().open(TinyModel.write(folder.resolve("base")));
        for (String name : adapters) {
            write(name, name.hashCode());
        }
    }

    /** Writes an adapter of these seeded values, new or again. */
    void write(String name, int seed) throws IOException {
        new PeftAdapters(seed)
                .with(0, "q_proj", 8, 1)
                .with(1, "q_proj", 8, 1)
                .write(folder(name), "\"r\": 8, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\"]");
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    LanguageModel model() {
        return model;
    }

    /** A server with all of the adapters. */
    Serving serve(ServeSettings settings) {
        Serving serving = model.serve(settings);
        adapters.forEach(name -> serving.shelf().add(name, folder(name), Keeping.USUAL));
        return serving;
    }

    @Override
    public void close() {
        model.close();
    }
}
