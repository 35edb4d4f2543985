package cultivar.wallet.view;

import java.util.List;

/**
 * What was registered from this studio.
 *
 * @param entries the registrations, newest first
 * @param damages what is wrong with files of others and what to do, a line each
 */
public record Registrations(List<SentEntry> entries, List<String> damages) {
    /** Keeps its own copies. */
    public Registrations {
        entries = List.copyOf(entries);
        damages = List.copyOf(damages);
    }

    /** Nothing was registered. */
    public static Registrations none() {
        return new Registrations(List.of(), List.of());
    }
}
