package cultivar.datanet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One training example and whose it is.
 *
 * @param messages the conversation: a user turn somewhere, an assistant turn with text at the end
 * @param contributor the account that gave it
 * @param licence an SPDX identifier where the licence has one
 * @param source where the contributor took it from; empty where not said
 * @param context the contributor's remark on what it is for; empty where not said
 * @param tags what curators call it; sorted, without repetition
 */
public record Contribution(
        List<Message> messages,
        EvmAddress contributor,
        String licence,
        String source,
        String context,
        List<String> tags) {
    /** Brings texts and tags to canonical form. Throws {@link DatanetException} where there is nothing to learn. */
    public Contribution {
        messages = List.copyOf(messages);
        licence = CanonicalForm.text(licence).strip();
        source = CanonicalForm.text(source).strip();
        context = CanonicalForm.text(context).strip();
        tags = tags.stream()
                .map(tag -> CanonicalForm.text(tag).strip())
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (messages.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
            throw new DatanetException("no assistant turn: there is no answer to learn");
        }
        if (messages.stream().noneMatch(message -> message.role() == Role.USER)) {
            throw new DatanetException("no user turn: there is nothing to answer");
        }
        Message last = messages.getLast();
        if (last.role() != Role.ASSISTANT) {
            throw new DatanetException("the last turn is the " + last.role().id() + "'s: its answer is missing");
        }
        if (last.content().isBlank()) {
            throw new DatanetException("the last assistant turn is empty");
        }
    }

    /** keccak256 of the canonical bytes (see {@link CanonicalForm}). */
    public Bytes32 contentHash() {
        return Bytes32.of(Keccak.hash(CanonicalForm.of(this)));
    }

    /** keccak256 of the conversation alone, by which the two splits are kept apart. */
    public Bytes32 textHash() {
        return Bytes32.of(Keccak.hash(CanonicalForm.messages(messages).getBytes(StandardCharsets.UTF_8)));
    }
}
