package cultivar.runtime.hub;

/** A secret that the hub knows its user by. It shows itself to nobody: only the request that needs it reads it. */
public final class HubToken {
    private final String value;
    private final String source;

    private HubToken(String value, String source) {
        this.value = value;
        this.source = source;
    }

    /**
     * A token.
     *
     * @param text as it was typed or kept; blanks around it do not count
     * @param source where it comes from, for people
     * @throws HubException if it can be none; the message does not show it
     */
    public static HubToken of(String text, String source) {
        String value = text.strip();
        if (value.isEmpty()) {
            throw new HubException(HubException.Reason.BAD_INPUT, "The token from " + source + " is empty.");
        }
        // Anything else could add a line to the request.
        if (!value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new HubException(
                    HubException.Reason.BAD_INPUT,
                    "The token from " + source + " has blanks or letters that no token has. Copy it again.");
        }
        return new HubToken(value, source);
    }

    /** Where it comes from, for people. */
    public String source() {
        return source;
    }

    String authorization() {
        return "Bearer " + value;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "a token from " + source;
    }
}
