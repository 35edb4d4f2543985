package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;

/** Ways to draw that differ in one number. */
final class Numbers {
    private Numbers() {}

    static Draw temperature(Draw draw, double value) {
        return new Draw(
                value,
                draw.topK(),
                draw.topP(),
                draw.minP(),
                draw.repetition(),
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw topK(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                (int) value,
                draw.topP(),
                draw.minP(),
                draw.repetition(),
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw topP(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                value,
                draw.minP(),
                draw.repetition(),
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw minP(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                draw.topP(),
                value,
                draw.repetition(),
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw repetition(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                draw.topP(),
                draw.minP(),
                value,
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw presence(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                draw.topP(),
                draw.minP(),
                draw.repetition(),
                value,
                draw.frequency(),
                draw.seed(),
                draw.maxTokens());
    }

    static Draw frequency(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                draw.topP(),
                draw.minP(),
                draw.repetition(),
                draw.presence(),
                value,
                draw.seed(),
                draw.maxTokens());
    }

    static Draw seed(Draw draw, double value) {
        return draw.seeded((long) value);
    }

    static Draw maxTokens(Draw draw, double value) {
        return new Draw(
                draw.temperature(),
                draw.topK(),
                draw.topP(),
                draw.minP(),
                draw.repetition(),
                draw.presence(),
                draw.frequency(),
                draw.seed(),
                (int) value);
    }
}
