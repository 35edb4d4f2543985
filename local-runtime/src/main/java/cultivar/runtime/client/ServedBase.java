package cultivar.runtime.client;

import cultivar.runtime.EngineInfo;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;

/**
 * The base that the engine answers on.
 *
 * @param name as its interface calls it
 * @param context tokens that a prompt and its answer may have together
 * @param type how its weights are held
 * @param engine what it runs on
 */
public record ServedBase(String name, Path folder, int context, BaseType type, EngineInfo engine) {}
