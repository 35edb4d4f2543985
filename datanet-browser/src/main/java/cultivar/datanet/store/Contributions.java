package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.Received;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.FileCheck;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Contribution files that others gave: their rows come in as pending, for review, and keep whose they are and what was
 * signed. Safe for use by several threads, as {@link DatanetStore} is.
 */
public final class Contributions {
    private final Database database;
    private final Clock clock;

    Contributions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes the rows of a file in, as pending training rows of the datanet that it is for; the same file again is
     * finished, or changes nothing. Rows that were altered after signing never go in.
     *
     * @param unsignedToo whether a person said to take rows that nobody signed, or what is left of an altered file
     * @throws DatanetException if there is no such datanet, or the file may not go in
     */
    public ReceiveReport receive(ContributionFile file, boolean unsignedToo, ImportListener listener) {
        FileCheck check = file.check();
        if (check.usable() == 0) {
            throw new DatanetException(
                    check.reason() + " Nothing of it goes in; ask the contributor for the file as it was signed.");
        }
        if (check.verdict() != FileCheck.Verdict.INTACT && !unsignedToo) {
            throw new DatanetException(check.reason()
                    + (check.verdict() == FileCheck.Verdict.UNSIGNED
                            ? " Its rows only go in if you say so."
                            : " The " + check.usable() + " rows that are as signed only go in if you say so."));
        }
        return new Receiver(database, clock, file, listener).run();
    }

    /** The files that came into a datanet, newest first. */
    public List<Received> list(String datanet) {
        return database.read(connection -> ReceivedFiles.of(connection, datanet, 0));
    }

    /** One file; fails where the datanet has none of that number. */
    public Received get(String datanet, long id) {
        return database.read(connection -> ReceivedFiles.of(connection, datanet, id)).stream()
                .findFirst()
                .orElseThrow(() -> new DatanetException("No contribution file " + id + " came into \"" + datanet
                        + "\"; name one of those that `cultivar datanet review " + datanet + "` lists"));
    }

    /** The file that a row came with; empty for a row that did not come in one. */
    public Optional<Received> ofRow(String datanet, long row) {
        return database.read(connection -> {
            long id = Sql.number(connection, "select received_id from received_row where contribution_id = ?", row);
            return id == 0
                    ? Optional.<Received>empty()
                    : ReceivedFiles.of(connection, datanet, id).stream().findFirst();
        });
    }
}
