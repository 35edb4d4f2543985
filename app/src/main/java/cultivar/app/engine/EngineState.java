package cultivar.app.engine;

import cultivar.runtime.EngineInfo;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;

/** Where the engine stands. */
public sealed interface EngineState {
    /** Nobody asked for it yet, or it is loading. */
    record Starting() implements EngineState {}

    /**
     * It answers.
     *
     * @param info what it runs on
     * @param type how the base's weights are held
     * @param folder the base model's checkpoint
     * @param baseName the base model's name for people
     */
    record Ready(EngineInfo info, BaseType type, Path folder, String baseName) implements EngineState {}

    /**
     * It did not start.
     *
     * @param reason one line: what is wrong and what to do
     */
    record Failed(String reason) implements EngineState {}
}
