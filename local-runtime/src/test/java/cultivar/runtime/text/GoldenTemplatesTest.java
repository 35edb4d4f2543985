package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenTemplatesTest {
    @TestFactory
    List<DynamicTest> everyTemplateRendersLikeTransformers() throws Exception {
        Path folder = GoldenFolder.require("chat-templates");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode each : new JsonMapper().readTree(folder.resolve("expected.json"))) {
            String name = each.path("template").stringValue();
            ChatTemplate template = ChatTemplate.of(
                    Files.readString(folder.resolve(name)),
                    Map.of(
                            "bos_token", each.path("bos_token").stringValue(),
                            "eos_token", each.path("eos_token").stringValue()));
            List<ChatMessage> messages = new ArrayList<>();
            for (JsonNode message : each.path("messages")) {
                messages.add(new ChatMessage(
                        message.path("role").stringValue(),
                        message.path("content").stringValue()));
            }
            boolean prompt = each.path("add_generation_prompt").booleanValue();
            tests.add(dynamicTest(name + " " + each.path("case").stringValue() + " " + prompt, () -> {
                if (each.has("error")) {
                    ChatTemplateException error =
                            catchThrowableOfType(ChatTemplateException.class, () -> template.render(messages, prompt));
                    assertThat(error.reason()).isEqualTo(each.path("error").stringValue());
                } else {
                    assertThat(template.render(messages, prompt).text())
                            .isEqualTo(each.path("expected").stringValue());
                }
            }));
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }
}
