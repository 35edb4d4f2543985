package cultivar.runtime.api;

import cultivar.runtime.schema.JsonSchema;
import cultivar.runtime.schema.SchemaException;
import cultivar.runtime.text.Tokenizer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The schemas that were used last, since what was found out about one serves the next request. They grow as answers are held
 * to them: together they take so much memory at most, when the next comes.
 */
final class KeptSchemas {
    private static final long MOST_BYTES = 256L << 20;
    /** What a character of a schema becomes. */
    private static final int BYTES_OF_A_CHARACTER = 50;

    private final Tokenizer tokenizer;
    private final long mostBytes;
    private final Map<String, JsonSchema> kept = new LinkedHashMap<>(16, 0.75f, true);

    KeptSchemas(Tokenizer tokenizer) {
        this(tokenizer, MOST_BYTES);
    }

    KeptSchemas(Tokenizer tokenizer, long mostBytes) {
        this.tokenizer = tokenizer;
        this.mostBytes = mostBytes;
    }

    /**
     * A schema that answers can be held to.
     *
     * @throws SchemaException if they cannot
     */
    JsonSchema of(String json) {
        synchronized (kept) {
            JsonSchema known = kept.get(json);
            forgetEldest();
            if (known != null) {
                return known;
            }
        }
        JsonSchema schema = JsonSchema.of(json);
        // What cannot be begun is refused now, and what takes long is done here rather than in the batch.
        schema.begin(tokenizer);
        synchronized (kept) {
            kept.put(json, schema);
            forgetEldest();
        }
        return schema;
    }

    private void forgetEldest() {
        long bytes = kept.entrySet().stream().mapToLong(KeptSchemas::bytes).sum();
        Iterator<Map.Entry<String, JsonSchema>> eldest = kept.entrySet().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            bytes -= bytes(eldest.next());
            eldest.remove();
        }
    }

    private static long bytes(Map.Entry<String, JsonSchema> entry) {
        return (long) BYTES_OF_A_CHARACTER * entry.getKey().length()
                + entry.getValue().bytes();
    }
}
