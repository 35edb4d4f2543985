package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import java.nio.file.Path;
import java.util.List;

/**
 * An adapter that can be talked to.
 *
 * @param folder its PEFT folder
 * @param examples questions that its datanet has rows like, to be tried; may be empty
 */
public record ChatAdapter(String name, Path folder, List<String> examples) {
    public ChatAdapter {
        examples = List.copyOf(examples);
    }

    Who who() {
        return Who.adapter(name, folder);
    }

    @Override
    public String toString() {
        return name;
    }
}
