package cultivar.app.chat.store;

import cultivar.app.chat.ask.Draw;

/** A way to draw answers that somebody gave a name. */
public record Preset(String name, Draw draw) {}
