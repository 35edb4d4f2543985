package cultivar.runtime.export;

import cultivar.runtime.gguf.GgmlType;

/**
 * How a GGUF file is written.
 *
 * @param name what people know the model or adapter by
 * @param type what matrices are stored as
 * @param check whether the result is read back and compared with base and adapter
 */
public record GgufSettings(String name, GgmlType type, boolean check) {}
