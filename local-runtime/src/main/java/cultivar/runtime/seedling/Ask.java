package cultivar.runtime.seedling;

import java.util.List;

/** How people put a request: more or less polite, with and without capitals, quotes and a full stop. */
final class Ask {
    private Ask() {}

    static String upperFirst(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    static List<Turn> turns(String request, String answer) {
        return List.of(Turn.user(request), Turn.assistant(answer));
    }

    /** An imperative whose end must stay as it is, because the material stands there. */
    static String order(Draw d, String text) {
        String lower = lowerFirst(text);
        return switch (d.below(16)) {
            case 0, 1 -> "Please " + lower;
            case 2 -> "please " + lower;
            case 3 -> "Can you " + lower;
            case 4 -> "Could you please " + lower;
            case 5, 6 -> lower;
            case 7 -> d.one("Hey, ", "Hi, ", "Now ", "Okay, ", "Seedling, ", "Next, ") + lower;
            default -> text;
        };
    }

    /** An imperative that may also end in a full stop or a "please". */
    static String orderEnd(Draw d, String text) {
        return switch (d.below(9)) {
            case 0 -> text + " please";
            case 1 -> text + ", please.";
            case 2 -> lowerFirst(text) + ", thanks";
            case 3 -> "Can you " + lowerFirst(text) + "?";
            case 4 -> order(d, text) + ".";
            case 5 -> text + "!";
            default -> order(d, text);
        };
    }

    /** A question, given with its question mark. */
    static String question(Draw d, String text) {
        String bare = text.endsWith("?") ? text.substring(0, text.length() - 1) : text;
        return switch (d.below(12)) {
            case 0, 1 -> lowerFirst(bare);
            case 2 -> lowerFirst(text);
            case 3 -> bare;
            case 4 ->
                d.one("Please tell me: ", "Tell me: ", "Quick question: ", "Hey, ", "I wonder: ", "So, ")
                        + lowerFirst(text);
            case 5 -> "Can you tell me: " + lowerFirst(text);
            default -> text;
        };
    }

    /** A request and the material that it is about, in one of the usual arrangements. */
    static String about(Draw d, String head, String material) {
        String asked = order(d, head);
        return switch (d.below(6)) {
            case 0 -> asked + "\n" + material;
            case 1 -> asked + ":\n" + material;
            case 2 -> material.indexOf('"') < 0 ? asked + ": \"" + material + "\"" : asked + ": " + material;
            case 3 -> material.indexOf('\'') < 0 ? asked + ": '" + material + "'" : asked + ": " + material;
            default -> asked + ": " + material;
        };
    }

    /** The same, where the material is one word or so and may stand inside the sentence. */
    static String aboutWord(Draw d, String head, String material) {
        return switch (d.below(4)) {
            case 0 -> order(d, head) + " " + material;
            case 1 -> order(d, head) + " \"" + material + "\"";
            default -> about(d, head, material);
        };
    }

    static String join(List<String> items) {
        if (items.size() == 1) {
            return items.getFirst();
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }

    static String article(String noun) {
        return "aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " + noun : "a " + noun;
    }
}
