package cultivar.runtime.text;

/** A chat template that is missing, damaged, unsupported or that refuses a conversation, in one line. */
public final class ChatTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    ChatTemplateException(int line, String reason) {
        super(line > 0 ? "Chat template, line " + line + ": " + reason : "Chat template: " + reason);
        this.line = line;
        this.reason = reason;
    }

    /** The template's line, counted from 1; 0 if no single line is to blame. */
    public int line() {
        return line;
    }

    /** What is wrong, or what the template itself said. */
    public String reason() {
        return reason;
    }
}
