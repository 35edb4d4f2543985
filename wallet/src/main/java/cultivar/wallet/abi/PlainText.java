package cultivar.wallet.abi;

/** Text from outside, made safe to stand in a sentence of ours. */
public final class PlainText {
    private PlainText() {}

    /** The text with control, format and line characters, which could forge what stands beside it, as escapes. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isPlain(point)) {
                out.appendCodePoint(point);
            } else {
                out.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        });
        return out.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
