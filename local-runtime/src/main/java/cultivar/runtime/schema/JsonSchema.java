package cultivar.runtime.schema;

import cultivar.runtime.text.TokenTrie;
import cultivar.runtime.text.Tokenizer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON schema (draft 2020-12, the part that {@link SchemaReader} names) that answers can be held to. What it allows is
 * narrower than the schema where a model could otherwise run on or be taken amiss: no white space but one space after a colon
 * or comma, members in the schema's order, no members beyond those named unless {@code additionalProperties} says so, numbers
 * of at most 15 digits, or some more where a limit has as many. Safe for several threads; what is found out about a tokenizer's tokens is
 * kept for the next answer, so it pays to keep a schema.
 */
public final class JsonSchema {
    private final Rule root;
    private final Set<Rule> endless;
    private final Patterns patterns;
    private @Nullable Machine machine;

    private JsonSchema(SchemaReader reader, Rule root) {
        this.root = root;
        this.endless = reader.endless();
        this.patterns = reader.patterns();
        if (endless.contains(root)) {
            throw new SchemaException("The schema asks for something that never ends or cannot be.");
        }
    }

    /**
     * Reads a schema.
     *
     * @throws SchemaException if it is no JSON, or uses what is not supported
     */
    public static JsonSchema of(String json) {
        return of(SchemaReader.parsed(json));
    }

    /**
     * The same of a schema that is read already.
     *
     * @throws SchemaException if it uses what is not supported
     */
    public static JsonSchema of(JsonNode schema) {
        SchemaReader reader = new SchemaReader(schema);
        return new JsonSchema(reader, reader.root());
    }

    /** Any JSON object. */
    public static JsonSchema anyObject() {
        return of("{\"type\":\"object\"}");
    }

    /**
     * Begins an answer. With a tokenizer for the first time, this takes a while, so that the tokens of the answer do not.
     *
     * @throws SchemaException if the tokenizer does not say what its tokens spell, or cannot spell JSON, or if it would take
     *     too long to find out which of them may come
     */
    public JsonConstraint begin(Tokenizer tokenizer) {
        return new JsonConstraint(machine(tokenizer), tokenizer);
    }

    /** About how much memory is taken by what was found out. */
    public long bytes() {
        return patterns.effort().bytes();
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized Machine machine(Tokenizer tokenizer) {
        TokenTrie trie = tokenizer.trie();
        Machine made = machine;
        if (made == null || made.trie() != trie) {
            if (!trie.hasSingles(' ', '~')) {
                throw new SchemaException(
                        "This model's tokenizer cannot be held to a schema: not every letter of JSON is"
                                + " a token of its own, or it does not say how its tokens are spelt.");
            }
            made = new Machine(root, endless, patterns, trie, tokenizer.vocabularySize());
            made.tryOut();
            machine = made;
        }
        return made;
    }
}
