package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
    private static final List<ChatMessage> HELLO = List.of(ChatMessage.user("Hello"));

    @TempDir
    Path folder;

    @Test
    void aFileOfItsOwnCountsBeforeTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"config\"}");
        assertThat(ChatTemplate.open(folder).render(HELLO, true).text()).isEqualTo("config");
        Files.writeString(folder.resolve("chat_template.jinja"), "file {{ messages[0].content }}\n");
        assertThat(ChatTemplate.open(folder).render(HELLO, true).text()).isEqualTo("file Hello");
    }

    @Test
    void ofSeveralTemplatesTheDefaultOneIsTaken() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), """
            {"chat_template": [{"name": "tool_use", "template": "tools"}, {"name": "default", "template": "plain"}]}
            """);
        assertThat(ChatTemplate.open(folder).render(HELLO, true).text()).isEqualTo("plain");
    }

    @Test
    void namedTokensAreTextOrObjects() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), """
            {"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "model_max_length": 1e30,
             "chat_template": "{{ bos_token }}{{ eos_token }}{{ pad_token is defined }}"}
            """);
        assertThat(ChatTemplate.open(folder).render(HELLO, true).text()).isEqualTo("<s></s>False");
    }

    @Test
    void aCheckpointWithoutATemplateSaysSoWhenItIsUsed() {
        ChatTemplate template = ChatTemplate.open(folder);
        assertThat(template.isUsable()).isFalse();
        assertThatThrownBy(() -> template.render(HELLO, true))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("this checkpoint has none");
    }

    @Test
    void aDamagedTemplateSaysWhereWhenItIsUsed() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "one\n{% for m in messages %}\nthree");
        assertThatThrownBy(() -> ChatTemplate.open(folder).render(HELLO, true))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessage("Chat template, line 2: the block 'for' is never closed");
    }

    @Test
    void theTemplatesOwnComplaintIsPassedOn() {
        ChatTemplate template = ChatTemplate.of("\n{{ raise_exception('No system role') }}", Map.of());
        assertThatThrownBy(() -> template.render(HELLO, true))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessage("Chat template, line 2: No system role");
    }

    @Test
    void furtherVariablesReachTheTemplate() {
        ChatTemplate template = ChatTemplate.of(
                "{{ enable_thinking }} {{ tools[0].name }} {{ tools | tojson }}{% if documents %}x{% endif %}",
                Map.of());
        Map<String, Object> more = Map.of("enable_thinking", false, "tools", List.of(Map.of("name", "swap")));
        assertThat(template.render(HELLO, true, more).text()).isEqualTo("False swap [{\"name\": \"swap\"}]");
    }

    @Test
    void datesComeFromTheClock() {
        ChatTemplate template = ChatTemplate.of(
                "{{ strftime_now('%d %b %Y, %-d %B, %Y-%m-%d 100%%') }}",
                Map.of(), InstantSource.fixed(Instant.parse("2026-03-05T12:00:00Z")));
        assertThat(template.render(HELLO, true).text()).isEqualTo("05 Mar 2026, 5 March, 2026-03-05 100%");
    }
}
