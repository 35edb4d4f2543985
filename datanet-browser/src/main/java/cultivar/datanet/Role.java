package cultivar.datanet;

import java.util.Locale;
import java.util.Optional;

/** Who speaks in a turn, in the names of the OpenAI chat layout. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The lower-case name that files use. */
    public String id() {
        return id;
    }

    public static Optional<Role> ofId(String id) {
        for (Role role : values()) {
            if (role.id().equals(id)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
