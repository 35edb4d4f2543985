package cultivar.runtime.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.InputStream;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Templates of ours with what Jinja 3.1.6 makes of them under the settings that chat templates are rendered with. */
class JinjaCasesTest {
    @TestFactory
    List<DynamicTest> everyCaseRendersLikeJinja() throws Exception {
        JsonNode root;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("cases.json"))) {
            root = new JsonMapper().readTree(in);
        }
        Map<?, ?> plain = new JsonMapper().treeToValue(root.path("variables"), Map.class);
        Map<String, Value> variables = new LinkedHashMap<>();
        plain.forEach((name, value) -> variables.put(String.valueOf(name), Value.foreign(value)));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode each : root.path("cases")) {
            String template = each.path("template").stringValue();
            tests.add(dynamicTest(template, () -> {
                if (each.has("fails")) {
                    Throwable error = catchThrowable(() -> render(template, variables));
                    assertThat(error).isInstanceOf(JinjaException.class);
                    assertThat(((JinjaException) error).line()).isPositive();
                    assertThat(((JinjaException) error).reason()).isNotBlank();
                } else {
                    assertThat(render(template, variables))
                            .isEqualTo(each.path("expected").stringValue());
                }
            }));
        }
        return tests;
    }

    private static String render(String template, Map<String, Value> variables) {
        return JinjaTemplate.parse(template)
                .render(variables, ZonedDateTime::now)
                .text();
    }
}
