package cultivar.app.chat;

/** A question with both answers. */
record Turn(String question, Answer base, Answer adapter) {}
