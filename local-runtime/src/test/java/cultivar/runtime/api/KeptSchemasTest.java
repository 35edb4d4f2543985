package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.schema.JsonConstraint;
import cultivar.runtime.schema.JsonSchema;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSchemasTest {
    private static final String OBJECT = "{\"type\":\"object\"}";
    private static final String INTEGER = "{\"type\":\"integer\"}";

    @TempDir
    Path temporary;

    @Test
    void keepsAsManyAsTakeNoMoreThanItMay() {
        try (Tokenizer tokenizer = Tokenizer.open(Seedling.install(temporary))) {
            JsonSchema object = new KeptSchemas(tokenizer, 1 << 30).of(OBJECT);
            JsonSchema integer = new KeptSchemas(tokenizer, 1 << 30).of(INTEGER);
            KeptSchemas kept = new KeptSchemas(tokenizer, object.bytes() + integer.bytes() + 5000);
            JsonSchema first = kept.of(OBJECT);
            JsonSchema second = kept.of(INTEGER);
            assertThat(kept.of(OBJECT)).isSameAs(first);
            assertThat(kept.of(INTEGER)).isSameAs(second);

            grow(first, tokenizer);
            assertThat(kept.of(INTEGER)).isSameAs(second);
            assertThat(kept.of(OBJECT)).isNotSameAs(first);
        }
    }

    private static void grow(JsonSchema schema, Tokenizer tokenizer) {
        long before = schema.bytes();
        JsonConstraint constraint = schema.begin(tokenizer);
        float[] logits = new float[tokenizer.vocabularySize()];
        for (int id : tokenizer.encode("{\"a\":[1,{\"b\":[2.5,true]}]}")) {
            constraint.restrict(logits);
            constraint.take(id);
        }
        assertThat(schema.bytes()).isGreaterThan(before + 5000);
    }
}
