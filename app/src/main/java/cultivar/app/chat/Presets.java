package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.store.Preset;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;

/** The presets in the box, and those that somebody saved. */
final class Presets {
    private Presets() {}

    static List<Preset> inTheBox(Messages messages) {
        return List.of(
                new Preset(messages.get("chat.preset.exact"), Draw.EXACT),
                new Preset(messages.get("chat.preset.balanced"), Draw.BALANCED),
                new Preset(messages.get("chat.preset.creative"), Draw.CREATIVE));
    }

    static List<Preset> named(Messages messages, List<Preset> own) {
        List<Preset> all = new ArrayList<>(inTheBox(messages));
        all.addAll(own);
        return all;
    }
}
