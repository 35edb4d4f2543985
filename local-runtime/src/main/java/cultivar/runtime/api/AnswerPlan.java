package cultivar.runtime.api;

import cultivar.runtime.serve.ServeRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a request for completions comes to.
 *
 * @param model the name that the answer bears
 * @param requests one for each choice: all of the first prompt, then all of the second
 * @param perPrompt choices for each prompt
 * @param promptAlone whether the answers are the prompts themselves, and the token that comes after each is not told
 * @param tokenIds whether the ids of all tokens are told
 * @param includeUsage whether a stream ends with the usage
 */
record AnswerPlan(
        String id,
        String model,
        List<ServeRequest> requests,
        int perPrompt,
        Format format,
        boolean promptAlone,
        boolean tokenIds,
        boolean stream,
        boolean includeUsage) {
    /** The answers before anything is known of them. */
    List<Choice> choices() {
        return Stream.generate(() -> new Choice(promptAlone))
                .limit(requests.size())
                .toList();
    }
}
