package cultivar.app.engine;

import java.nio.file.Path;

/**
 * A base model to answer on.
 *
 * @param name for people and programs
 * @param folder its checkpoint
 */
public record EngineBase(String name, Path folder) {}
