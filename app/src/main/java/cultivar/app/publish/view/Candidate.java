package cultivar.app.publish.view;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that may be published, with what a person should know before.
 *
 * @param name its name on this machine
 * @param folder its PEFT folder
 * @param base the base model's name
 * @param datanets the versions that it learnt from, as {@code name@version}
 * @param rows how many contributions it learnt from
 * @param shares by contributor, largest first
 * @param licences the licences of the rows
 * @param evaluation how it did, or null if it was never evaluated
 * @param problem why it cannot be published, or null if it can
 */
public record Candidate(
        String name,
        Path folder,
        String base,
        List<String> datanets,
        long rows,
        List<Share> shares,
        List<String> licences,
        @Nullable Evaluation evaluation,
        @Nullable String problem) {
    public Candidate {
        datanets = List.copyOf(datanets);
        shares = List.copyOf(shares);
        licences = List.copyOf(licences);
    }

    /** A contributor's part. */
    public record Share(String address, long rows) {}

    /** Exact answers on held-out rows, from 0 to 1. */
    public record Evaluation(long rows, double base, double adapter) {}

    @Override
    public String toString() {
        return name;
    }
}
