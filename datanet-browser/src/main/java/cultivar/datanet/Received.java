package cultivar.datanet;

import java.time.Instant;
import java.util.Map;

/**
 * A file of rows that somebody gave to a datanet.
 *
 * @param id its number in the store
 * @param file its name
 * @param contributor whose rows it says that they are
 * @param verdict what its check came to when it came in: {@code intact}, {@code unsigned} or {@code altered}; of an
 *     altered one only rows that are as they were signed came in
 * @param note what the contributor says about the rows; may be empty
 * @param stated how many rows the contributor signed
 * @param created when it was made, by the contributor's clock
 * @param at when it came in
 * @param states its rows by what was decided about them; every state is there
 */
public record Received(
        long id,
        String datanet,
        String file,
        EvmAddress contributor,
        String verdict,
        String note,
        long stated,
        Instant created,
        Instant at,
        Map<ReviewState, Long> states) {
    public Received {
        states = Map.copyOf(states);
    }

    public long of(ReviewState state) {
        return states.getOrDefault(state, 0L);
    }

    /** How many rows came in with it. */
    public long rows() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether nothing of it waits for a decision. */
    public boolean decided() {
        return of(ReviewState.PENDING) == 0;
    }
}
