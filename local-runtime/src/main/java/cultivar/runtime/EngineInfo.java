package cultivar.runtime;

/**
 * What the engine runs on.
 *
 * @param device "CPU" or the name of a card
 * @param reason why it is that device, as the end of a sentence
 * @param version of the native library
 * @param threads native threads that one operation may use
 */
public record EngineInfo(String device, String reason, String version, int threads) {}
