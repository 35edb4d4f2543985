package cultivar.datanet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A datanet with its figures, as of one moment. The figures count accepted training rows unless they say
 * otherwise.
 *
 * @param rows accepted training rows, drafts included
 * @param heldOutRows accepted rows kept apart for evaluation
 * @param draftRows accepted training rows that the newest version does not hold
 * @param contributors by contributor, largest first
 * @param licences by licence, most frequent first
 * @param tags the card's tags in its order, then those that only rows name, with their rows
 * @param latest the newest version
 */
public record Datanet(
        DatanetCard card,
        Instant created,
        long rows,
        long heldOutRows,
        long draftRows,
        List<ContributorShare> contributors,
        List<Counted> licences,
        List<Counted> tags,
        Optional<DatanetVersion> latest) {
    public Datanet {
        contributors = List.copyOf(contributors);
        licences = List.copyOf(licences);
        tags = List.copyOf(tags);
    }

    public String name() {
        return card.name();
    }
}
