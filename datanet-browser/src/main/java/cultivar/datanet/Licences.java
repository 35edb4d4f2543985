package cultivar.datanet;

import java.util.Optional;
import java.util.Set;

/** The licences that need no second look, by their SPDX identifiers. */
public final class Licences {
    /** Stands where nobody said what the licence is. */
    public static final String UNKNOWN = "unknown";

    private static final Set<String> KNOWN = Set.of(
            "CC0-1.0",
            "CC-BY-3.0",
            "CC-BY-4.0",
            "CC-BY-SA-3.0",
            "CC-BY-SA-4.0",
            "CC-BY-NC-4.0",
            "CC-BY-NC-SA-4.0",
            "CC-BY-ND-4.0",
            "CC-BY-NC-ND-4.0",
            "PDDL-1.0",
            "ODC-By-1.0",
            "ODbL-1.0",
            "CDLA-Permissive-1.0",
            "CDLA-Permissive-2.0",
            "CDLA-Sharing-1.0",
            "MIT",
            "MIT-0",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "ISC",
            "Unlicense",
            "MPL-2.0",
            "GPL-2.0-only",
            "GPL-2.0-or-later",
            "GPL-3.0-only",
            "GPL-3.0-or-later",
            "LGPL-3.0-only",
            "LGPL-3.0-or-later",
            "AGPL-3.0-only",
            "AGPL-3.0-or-later",
            "EUPL-1.2",
            "OGL-UK-3.0");

    private Licences() {}

    /** The identifier that a name stands for, whose capital letters may be wrong, as in {@code apache-2.0}. */
    public static Optional<String> named(String name) {
        return KNOWN.stream()
                .filter(known -> known.equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    public static boolean known(String licence) {
        return KNOWN.contains(licence);
    }
}
