package cultivar.runtime.client;

import java.net.URI;

/**
 * Where the engine can be asked as OpenAI is asked, until it ends.
 *
 * @param base what clients call their base URL
 * @param key what they call their API key; a secret
 */
public record EngineAddress(URI base, String key) {
    @Override
    public String toString() {
        return base.toString();
    }
}
