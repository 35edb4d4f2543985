package cultivar.datanet;

import java.util.List;
import java.util.Map;

/**
 * How many rows of a datanet there are of each kind, held-out rows included, as of one moment.
 *
 * @param states rows by state; every state is there
 * @param tags every tag of the datanet in its order, with its rows of any state
 * @param contributors by contributor's address, most rows first
 * @param licences by licence, most rows first
 */
public record CurationCounts(
        Map<ReviewState, Long> states, List<Counted> tags, List<Counted> contributors, List<Counted> licences) {
    public CurationCounts {
        states = Map.copyOf(states);
        tags = List.copyOf(tags);
        contributors = List.copyOf(contributors);
        licences = List.copyOf(licences);
    }

    public long of(ReviewState state) {
        return states.getOrDefault(state, 0L);
    }

    public long rows() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The part of the rows that is accepted or rejected, from 0 to 1; 1 where there are no rows. */
    public double reviewed() {
        return rows() == 0 ? 1 : 1 - (double) of(ReviewState.PENDING) / rows();
    }
}
