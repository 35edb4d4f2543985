package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An adapter on this machine.
 *
 * @param folder its PEFT folder
 * @param examples questions that its datanet has rows like, to be tried; may be empty
 * @param base what it was trained on, or null where nobody knows
 * @param fixed whether it answers at the strength of its training alone, as those with DoRA do
 */
public record ChatAdapter(
        String name,
        Path folder,
        List<String> examples,
        @Nullable Base base,
        boolean fixed) {
    /**
     * A base model.
     *
     * @param folder its checkpoint, or else its name on the hub
     */
    public record Base(String name, Path folder) {}

    public ChatAdapter {
        examples = List.copyOf(examples);
    }

    /** Whether it can answer on a base; homes move, so that its name or the end of its path has to do. */
    public boolean answersOn(String name, Path checkpoint) {
        return base == null
                || base.name().equals(name)
                || Objects.equals(base.folder().getFileName(), checkpoint.getFileName());
    }

    /** The name of the base that it was trained on. */
    String baseName() {
        return base == null ? "" : base.name();
    }

    Who who() {
        return Who.adapter(name, folder);
    }

    @Override
    public String toString() {
        return name;
    }
}
