package cultivar.datanet.view;

import java.util.Arrays;
import java.util.Optional;

/** What a key can do at the desk. */
enum DeskAction {
    TAG_1("tag-1", "1"),
    TAG_2("tag-2", "2"),
    TAG_3("tag-3", "3"),
    TAG_4("tag-4", "4"),
    TAG_5("tag-5", "5"),
    TAG_6("tag-6", "6"),
    TAG_7("tag-7", "7"),
    TAG_8("tag-8", "8"),
    TAG_9("tag-9", "9"),
    ACCEPT("accept", "Enter"),
    REJECT("reject", "X"),
    SKIP("skip", "S"),
    UNDO("undo", "Z"),
    SIMILAR("similar", "F"),
    SEARCH("search", "/"),
    KEYS("keys", "?");

    /** How many tags have a key. */
    static final int TAGS = 9;

    private final String id;
    private final String usual;

    DeskAction(String id, String usual) {
        this.id = id;
        this.usual = usual;
    }

    /** The name under which the settings keep its key. */
    String id() {
        return id;
    }

    /** The key that it has unless somebody chose another one. */
    String usual() {
        return usual;
    }

    /** The action of a tag, which is counted from 0. */
    static DeskAction tag(int index) {
        return Arrays.stream(values())
                .filter(action -> action.id.equals("tag-" + (index + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Which tag it sets, counted from 0; empty where it sets none. */
    Optional<Integer> tag() {
        return id.startsWith("tag-") ? Optional.of(usual.charAt(0) - '1') : Optional.empty();
    }

    static Optional<DeskAction> ofId(String id) {
        for (DeskAction action : values()) {
            if (action.id.equals(id)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
