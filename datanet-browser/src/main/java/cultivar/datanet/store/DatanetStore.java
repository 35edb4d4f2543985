package cultivar.datanet.store;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.VersionDiff;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.RowReader;
import cultivar.datanet.load.Target;
import cultivar.datanet.merkle.MerkleProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The datanets of one studio, in one SQLite file with its text index beside it, which may be deleted. Safe for use by
 * several threads: one writes at a time; readers wait for nobody, but a search by words for those of rows that are new.
 * Every method throws {@link DatanetException}, whose message is for the user, and none touches a window.
 */
public final class DatanetStore implements AutoCloseable {
    /** Whom the history names for imports and versions. */
    public static final String OWNER = "owner";

    private static final int BUSY_MILLIS = 5_000;

    private final Database database;
    private final Clock clock;

    private DatanetStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Opens the file, making it and its folder if need be, and migrates an older one.
     *
     * @throws DatanetException if it is damaged, newer than this program, another program's, or locked for 5 seconds
     */
    public static DatanetStore open(Path file) {
        return open(file, BUSY_MILLIS, Clock.systemUTC());
    }

    static DatanetStore open(Path file, int busyMillis, Clock clock) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DatanetException(
                    "The folder of " + file + " cannot be made (" + e.getMessage() + "); choose another place", e);
        }
        return new DatanetStore(Database.open(file, busyMillis), clock);
    }

    /**
     * Puts the datanets that ship with the studio into this store, each with its version 1; those that have a version
     * already stay as they are. Meant for every start: it costs nothing after the first.
     *
     * @return the versions that were made now
     */
    public List<DatanetVersion> installDemos() {
        return new Demos(this).install();
    }

    /** Makes a datanet without rows. Fails where one of the name exists. */
    public Datanet create(DatanetCard card) {
        return database.write(connection -> {
            Catalogue.create(connection, card, clock.millis());
            return Catalogue.datanet(connection, card.name());
        });
    }

    /** All datanets in the order of their making, with their figures. */
    public List<Datanet> list() {
        return database.read(connection -> {
            List<Datanet> all = new ArrayList<>();
            for (String name : Catalogue.names(connection)) {
                all.add(Catalogue.datanet(connection, name));
            }
            return List.copyOf(all);
        });
    }

    /** The datanet of that name, if there is one. */
    public Optional<Datanet> find(String name) {
        return database.read(connection -> Catalogue.names(connection).contains(name)
                ? Optional.of(Catalogue.datanet(connection, name))
                : Optional.empty());
    }

    /** The datanet of that name; fails where there is none. */
    public Datanet get(String name) {
        return database.read(connection -> Catalogue.datanet(connection, name));
    }

    /** Brings a file into a datanet, its columns being what their names say; see the other one. */
    public ImportReport importFile(
            String datanet, Path file, Split split, RowDefaults defaults, ImportListener listener) {
        return importFile(datanet, file, split, defaults, Map.of(), listener);
    }

    /**
     * Brings a file of any {@link cultivar.datanet.load.FileFormat} into a datanet. Rows that are there already are
     * passed over, so that an import that was broken off is finished by doing it again; broken rows are reported and the
     * rest goes in, accepted. Rows appear in batches, whole ones only, whenever the process ends.
     *
     * @param columns what columns are that their names do not tell
     */
    public ImportReport importFile(
            String datanet,
            Path file,
            Split split,
            RowDefaults defaults,
            Map<String, Target> columns,
            ImportListener listener) {
        Path name = file.getFileName();
        if (name == null || !Files.isRegularFile(file)) {
            throw new DatanetException(file + " is not a file that can be imported; choose a .jsonl file");
        }
        return new Importer(database, clock, datanet, name.toString(), split, ReviewState.ACCEPTED, listener)
                .run(
                        problems -> RowReader.open(file, defaults, columns, problems),
                        file.toFile().length());
    }

    /**
     * Brings a stream of JSON Lines into a datanet, as {@link #importFile}. The rows are accepted. The caller closes
     * the stream.
     *
     * @param file the name to report problems under
     * @param total the stream's length in bytes, -1 where unknown
     */
    public ImportReport importRows(
            String datanet,
            String file,
            InputStream in,
            long total,
            Split split,
            RowDefaults defaults,
            ImportListener listener) {
        return importRows(datanet, file, in, total, split, ReviewState.ACCEPTED, defaults, listener);
    }

    /** As the method above, with a state for the rows: pending ones are for review. */
    public ImportReport importRows(
            String datanet,
            String file,
            InputStream in,
            long total,
            Split split,
            ReviewState state,
            RowDefaults defaults,
            ImportListener listener) {
        return new Importer(database, clock, datanet, file, split, state, listener)
                .run(problems -> new RowReader(file, in, defaults, problems), total);
    }

    /**
     * Adds rows that were made by hand or from a document, all of them or none. Those that are there already are passed
     * over.
     *
     * @param file what they come from
     */
    public ImportReport add(String datanet, String file, List<PlacedRow> rows, Split split, ReviewState state) {
        ImportReport report = database.write(
                connection -> RowAdder.add(connection, datanet, file, rows, split, state, clock.millis()));
        database.followWords();
        return report;
    }

    /** Review, tags and history of the rows. */
    public Curation curation() {
        return new Curation(database, clock);
    }

    /** What others gave, file by file. */
    public Contributions contributions() {
        return new Contributions(database, clock);
    }

    /** Rows that people make of documents by hand. */
    public Drafts drafts() {
        return new Drafts(database, clock);
    }

    /** What was measured of the rows. */
    public Signals signals() {
        return new Signals(database);
    }

    /** Rows that say nearly the same. */
    public Copies copies() {
        return new Copies(database);
    }

    /** Makes the next version of all accepted training rows. Fails where it would be the same as the last one. */
    public DatanetVersion publish(String datanet) {
        return database.write(connection -> Versions.publish(connection, datanet, clock.millis()));
    }

    /** The versions of a datanet, newest first. */
    public List<DatanetVersion> versions(String datanet) {
        return database.read(connection -> List.copyOf(Catalogue.versions(connection, datanet)));
    }

    /** One version; fails where there is none. */
    public DatanetVersion version(DatanetVersionRef ref) {
        return database.read(connection -> Catalogue.version(connection, ref));
    }

    /** The rows of a version, always in the same order, read as the stream is. Held-out rows are never among them. */
    public Stream<StoredRow> rows(DatanetVersionRef ref) {
        version(ref);
        return RowStream.of((after, limit) -> database.read(connection ->
                RowQueries.ofVersion(connection, Catalogue.id(connection, ref.name()), ref.number(), after, limit)));
    }

    /** The accepted rows that are kept apart for evaluation, in the order in which they came. */
    public Stream<StoredRow> heldOut(String datanet) {
        return rows(datanet, RowFilter.all().withSplit(Split.HELD_OUT).withState(ReviewState.ACCEPTED));
    }

    /** The rows that a filter lets through, in the order in which they came, read as the stream is. */
    public Stream<StoredRow> rows(String datanet, RowFilter filter) {
        get(datanet);
        return RowStream.of((after, limit) -> page(datanet, filter, after, limit));
    }

    /**
     * A page of the rows that a filter lets through, in the order in which they came.
     *
     * @param after 0 for the first page, then {@link RowPage#next()}
     * @param limit how many rows at most
     */
    public RowPage page(String datanet, RowFilter filter, long after, int limit) {
        return database.search(
                filter.text(),
                connection -> RowQueries.page(connection, Catalogue.id(connection, datanet), filter, after, limit));
    }

    /** The ids of all rows that a filter lets through, in the order in which they came: eight bytes for each. */
    public long[] ids(String datanet, RowFilter filter) {
        return database.search(
                filter.text(),
                connection ->
                        RowSearch.of(connection, Catalogue.id(connection, datanet), filter)
                                .ids(0, Integer.MAX_VALUE)
                                .stream()
                                .mapToLong(Long::longValue)
                                .toArray());
    }

    /** The rows of ids, in the ids' order; those that there are not are left out. */
    public List<StoredRow> rows(List<Long> ids) {
        return database.read(connection -> RowQueries.rows(connection, ids));
    }

    /**
     * Rows that have rare words in common with a text, roughly in the order of how much. Takes some hundredths of a
     * second, however many rows there are.
     *
     * @param decidedOnly whether rows that nobody has decided about are left out
     */
    public List<StoredRow> alike(String datanet, String text, boolean decidedOnly, int limit) {
        return database.search(
                text,
                connection -> new Alike(connection, Catalogue.id(connection, datanet)).to(text, decidedOnly, limit));
    }

    /** How many rows a filter lets through. */
    public long count(String datanet, RowFilter filter) {
        return database.search(
                filter.text(),
                connection -> RowSearch.of(connection, Catalogue.id(connection, datanet), filter)
                        .count());
    }

    /** Shows that a row is in a version; fails where it is not. */
    public MerkleProof prove(DatanetVersionRef ref, long row) {
        return database.read(connection -> Versions.prove(connection, ref, row));
    }

    /** Recomputes a version's hashes and root from the stored texts and says which rows differ. */
    public VersionCheck verify(DatanetVersionRef ref) {
        return database.read(connection -> Versions.verify(connection, ref));
    }

    /** In how many rows two versions of a datanet differ. */
    public VersionDiff diff(DatanetVersionRef from, DatanetVersionRef to) {
        return database.read(connection -> new Diffs(connection, from, to).counts());
    }

    /**
     * A page of the rows in which two versions of a datanet differ, in the order in which they came.
     *
     * @param after 0 for the first page, then {@link DiffPage#next()}
     * @param limit how many rows at most
     */
    public DiffPage diff(DatanetVersionRef from, DatanetVersionRef to, long after, int limit) {
        return database.read(connection -> new Diffs(connection, from, to).page(after, limit));
    }

    /** Reads the whole file and says what is wrong with it. Takes some seconds for each gigabyte. */
    public StoreCheck check() {
        database.awaitWords();
        return database.read(Checks::run);
    }

    /**
     * Writes a copy of the whole store as of this moment, while others go on reading and writing. It appears under its
     * name when it is complete. The text index is not in it; it is made again when the copy is opened.
     *
     * @throws DatanetException if there is such a file already, or it cannot be written
     */
    public void backup(Path copy) {
        database.<Path>apart(connection -> Backup.write(connection, copy));
    }

    @Override
    public void close() {
        database.close();
    }
}
