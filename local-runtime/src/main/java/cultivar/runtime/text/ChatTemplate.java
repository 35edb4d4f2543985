package cultivar.runtime.text;

import cultivar.runtime.text.jinja.JinjaException;
import cultivar.runtime.text.jinja.JinjaTemplate;
import cultivar.runtime.text.jinja.Str;
import cultivar.runtime.text.jinja.Value;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's chat template, rendered as transformers renders it. A checkpoint without one gives a template that
 * says so when it is used. Immutable; any number of threads may use it.
 */
public final class ChatTemplate {
    /** Roles may be part of control tokens ({@code <|user|>}), so only those that templates know are trusted. */
    private static final Set<String> TRUSTED_ROLES =
            Set.of("system", "user", "assistant", "tool", "developer", "model", "function", "ipython", "tool_response");

    private final @Nullable JinjaTemplate template;
    private final @Nullable ChatTemplateException damage;
    private final Map<String, String> namedTokens;
    private final InstantSource clock;

    private ChatTemplate(@Nullable String source, Map<String, String> namedTokens, InstantSource clock) {
        this.namedTokens = Map.copyOf(namedTokens);
        this.clock = clock;
        JinjaTemplate parsed = null;
        ChatTemplateException problem = null;
        if (source == null) {
            problem = new ChatTemplateException(
                    0, "this checkpoint has none, so it cannot hold a conversation; choose an instruct or chat model");
        } else {
            try {
                parsed = JinjaTemplate.parse(source);
            } catch (JinjaException e) {
                problem = new ChatTemplateException(e.line(), e.reason());
            }
        }
        this.template = parsed;
        this.damage = problem;
    }

    /**
     * The template of a checkpoint folder: {@code chat_template.jinja}, or {@code chat_template} in
     * {@code tokenizer_config.json} (of several, the one called default). A missing or damaged template is reported
     * by {@link #render}, so that a checkpoint can still complete plain text.
     *
     * @throws TokenizerException if one of these files is there but cannot be read
     */
    public static ChatTemplate open(Path checkpointFolder) {
        CheckpointText checkpoint = CheckpointText.of(checkpointFolder);
        return new ChatTemplate(checkpoint.template(), checkpoint.namedTokens(), InstantSource.system());
    }

    /**
     * A template from its source.
     *
     * @param namedTokens {@code bos_token}, {@code eos_token} and their kin as the template will see them
     */
    public static ChatTemplate of(String source, Map<String, String> namedTokens) {
        return new ChatTemplate(source, namedTokens, InstantSource.system());
    }

    /** The same with a clock of one's own, for templates that print the date. */
    static ChatTemplate of(String source, Map<String, String> namedTokens, InstantSource clock) {
        return new ChatTemplate(source, namedTokens, clock);
    }

    /** Whether there is a template that could be read. */
    public boolean isUsable() {
        return template != null;
    }

    /**
     * Renders a conversation.
     *
     * @param addGenerationPrompt whether the text ends where the model is to answer
     * @throws ChatTemplateException if there is no usable template, or if it refuses the conversation
     */
    public RenderedChat render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return render(messages, addGenerationPrompt, Map.of());
    }

    /**
     * Renders a conversation with further variables, such as {@code tools} or {@code enable_thinking}: plain Java
     * values, whose texts are trusted no more than messages are.
     *
     * @throws ChatTemplateException if there is no usable template, or if it refuses the conversation
     */
    public RenderedChat render(List<ChatMessage> messages, boolean addGenerationPrompt, Map<String, ?> more) {
        if (template == null) {
            throw damage == null
                    ? new ChatTemplateException(0, "missing")
                    : new ChatTemplateException(damage.line(), damage.reason());
        }
        Map<String, Value> variables = new LinkedHashMap<>();
        variables.put("tools", Value.None.NONE);
        variables.put("documents", Value.None.NONE);
        namedTokens.forEach((name, content) -> variables.put(name, Str.of(content)));
        more.forEach((name, value) -> variables.put(name, Value.foreign(value)));
        List<Value> list = new ArrayList<>();
        messages.forEach(message -> list.add(value(message)));
        variables.put("messages", new Value.Seq(list));
        variables.put("add_generation_prompt", new Value.Bool(addGenerationPrompt));
        try {
            return new RenderedChat(
                    template.render(variables, () -> ZonedDateTime.ofInstant(clock.instant(), ZoneId.systemDefault())));
        } catch (JinjaException e) {
            throw new ChatTemplateException(e.line(), e.reason());
        }
    }

    private static Value value(ChatMessage message) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        entries.put(
                Str.of("role"),
                TRUSTED_ROLES.contains(message.role()) ? Str.of(message.role()) : Str.foreign(message.role()));
        entries.put(Str.of("content"), Str.foreign(message.content()));
        return new Value.Dict(entries);
    }
}
