package cultivar.app.shell;

import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.test.TinyModel;
import java.nio.file.Path;

/** The base model of a test's studio: the one in the box, or where that is not packed a tiny one that knows nothing. */
public final class BaseModelUnderTest {
    private BaseModelUnderTest() {}

    /** Whether the base model in the box is there. */
    public static boolean isReal() {
        return Seedling.class.getResource("model.safetensors") != null;
    }

    /** Puts it into a home's models and gives its folder. */
    public static Path install(Path models) {
        return isReal() ? Seedling.install(models) : TinyModel.write(models.resolve(Seedling.NAME));
    }
}
