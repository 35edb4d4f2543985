package cultivar.runtime.hub;

/**
 * A search.
 *
 * @param words what the names must contain; empty for the most used
 * @param adapters whether to look for PEFT adapters rather than for models
 * @param limit how many to give at most
 */
public record HubQuery(String words, boolean adapters, int limit) {}
