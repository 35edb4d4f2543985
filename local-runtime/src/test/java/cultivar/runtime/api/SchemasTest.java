package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SchemasTest {
    @TempDir
    Path temporary;

    @Test
    void aNumberThatNoDoubleHoldsIsNotTakenForAText() {
        try (Tokenizer tokenizer = Tokenizer.open(Seedling.install(temporary))) {
            Schemas schemas = new Schemas(tokenizer);
            assertThat(schemas.of(fields("{\"guided_json\": {\"const\": 1e99}}")))
                    .isNotNull();
            assertThatThrownBy(() -> schemas.of(fields("{\"guided_json\": {\"const\": 1e999}}")))
                    .isInstanceOf(ApiException.class)
                    .hasMessageStartingWith("The schema is no JSON: ");
        }
    }

    @Test
    void anAnswerIsHeldToOneSchema() {
        try (Tokenizer tokenizer = Tokenizer.open(Seedling.install(temporary))) {
            Schemas schemas = new Schemas(tokenizer);
            assertThat(schemas.of(fields("{\"guided_json\": {}, \"response_format\": {\"type\": \"text\"}}")))
                    .isNotNull();
            assertThatThrownBy(() -> schemas.of(
                            fields("{\"guided_json\": {}, \"response_format\": {\"type\": \"json_object\"}}")))
                    .isInstanceOf(ApiException.class)
                    .hasMessageEndingWith("Give one of them.");
            assertThatThrownBy(() -> schemas.of(
                            fields("{\"guided_json\": {}, \"structured_outputs\": {\"json_object\": true}}")))
                    .isInstanceOf(ApiException.class)
                    .hasMessageEndingWith("Give one of them.");
        }
    }

    private static Fields fields(String json) {
        return new Fields(JsonMapper.builder().build().readTree(json).asObject());
    }
}
