package cultivar.runtime.train;

import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Turns chats into rows of tokens: everything before the last answer through the chat template with the generation
 * prompt, then the answer's tokens and the tokenizer's end token. Prompt and answer are tokenized apart, so that no token
 * spans the border.
 */
public final class ExampleBuilder {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;

    public ExampleBuilder(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /**
     * @param messages a chat that ends with the assistant's answer
     * @param maxLength the row is cut to so many tokens
     * @throws IllegalArgumentException if the chat does not end with an answer
     */
    public Example example(List<ChatMessage> messages, int maxLength) {
        if (messages.size() < 2 || !messages.getLast().role().equals("assistant")) {
            throw new IllegalArgumentException("A row must end with the assistant's answer to something.");
        }
        int[] prompt = prompt(messages.subList(0, messages.size() - 1));
        int[] answer = tokenizer.encode(messages.getLast().content());
        int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length + 1);
        System.arraycopy(answer, 0, ids, prompt.length, answer.length);
        ids[ids.length - 1] = tokenizer.eosId();
        return new Example(ids.length > maxLength ? Arrays.copyOf(ids, maxLength) : ids, prompt.length);
    }

    /** The tokens of a chat that waits for an answer. */
    public int[] prompt(List<ChatMessage> messages) {
        return tokenizer.encode(template.render(messages, true));
    }
}
