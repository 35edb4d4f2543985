package cultivar.runtime.api;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The base that is served.
 *
 * @param name as clients call it
 * @param context tokens that a prompt and its answer may have together
 * @param vocabulary ids are below this
 * @param since when it was opened
 */
public record ServedModel(
        String name,
        Path folder,
        Tokenizer tokenizer,
        ChatTemplate template,
        int context,
        int vocabulary,
        Instant since) {

    /**
     * An open model under a name.
     *
     * @param context at most so many tokens; the model's own limit where that is lower
     */
    public static ServedModel of(String name, LanguageModel model, int context) {
        return new ServedModel(
                name,
                model.folder(),
                model.tokenizer(),
                model.chatTemplate(),
                Math.min(context, model.spec().maxPositions()),
                model.spec().vocabulary(),
                Instant.now());
    }
}
