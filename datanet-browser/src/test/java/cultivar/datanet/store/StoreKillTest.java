package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.StoredRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A program that writes to a store is killed at a random moment, again and again; the store opens, is sound, and holds
 * everything that the program had been told is done. {@code -Dcultivar.kills=100} for more rounds than the build has time
 * for, {@code -Dcultivar.kills.seed} for the same moments again.
 */
class StoreKillTest {
    private static final int ROUNDS = Integer.getInteger("cultivar.kills", 3);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("datanets.db");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasConfirmedIsThere(StoreChild.Work work) throws Exception {
        long seed = Long.getLong("cultivar.kills.seed", System.nanoTime());
        Random random = new Random(seed);
        if (work == StoreChild.Work.VERSION) {
            SchemaTest.older(file());
        } else {
            large(file());
        }
        if (work != StoreChild.Work.MIGRATE) {
            DatanetStore.open(file()).close();
        }
        boolean ends = work == StoreChild.Work.MIGRATE || work == StoreChild.Work.WORDS;
        long span = ends ? unbroken(work) : TimeUnit.MILLISECONDS.toNanos(800);
        int met = 0;
        // A kill that comes after all work tests little, so there is at least one that does not.
        for (int round = 1; round <= ROUNDS || (met == 0 && round <= 10 * ROUNDS); round++) {
            if (work == StoreChild.Work.MIGRATE) {
                clear("");
                large(file());
            } else if (work == StoreChild.Work.WORDS) {
                clear("datanets.db.words");
            }
            // Two of three times something was confirmed before, however slow the machine is.
            boolean later = !ends && round % 3 != 0;
            List<String> notes = kill(work, "r" + round, later, (long) (random.nextDouble() * span));
            String what = "round " + round + " of seed " + seed + ": " + notes;
            met += notes.contains("done") ? 0 : 1;
            try (DatanetStore store = DatanetStore.open(file())) {
                String text = work == StoreChild.Work.VERSION ? "r" + round + " and" : "open";
                if (work == StoreChild.Work.IMPORT) {
                    text = "r" + round + " question";
                }
                assertThat(store.count("swaps", RowFilter.all().withText(text + " ")))
                        .as(what)
                        .isEqualTo(holding(text));
                assertThat(store.check().problems()).as(what).isEmpty();
                switch (work) {
                    case IMPORT -> imported(store, notes, round, what);
                    case TAG -> tagged(store, notes, what);
                    case VERSION -> published(store, notes, what);
                    case MIGRATE -> migrated(store, what);
                    case WORDS -> found(notes, what);
                }
            }
        }
        assertThat(met).as("kills that met work").isPositive();
    }

    private static void imported(DatanetStore store, List<String> notes, int round, String what) {
        long confirmed = notes.stream()
                .filter(note -> note.startsWith("added "))
                .mapToLong(note -> Long.parseLong(note.substring(6)))
                .max()
                .orElse(0);
        // Whole words only: the blank at the end keeps r1 from finding r10.
        RowFilter mine = RowFilter.all().withText("r" + round + " question ");
        assertThat(store.count("swaps", mine)).as(what).isGreaterThanOrEqualTo(confirmed);
    }

    private static void tagged(DatanetStore store, List<String> notes, String what) {
        Map<String, Long> tags = store.curation().counts("swaps").tags().stream()
                .collect(Collectors.toMap(Counted::name, Counted::rows));
        Map<String, HistoryEntry> history = store.curation().history("swaps", 0, Integer.MAX_VALUE).stream()
                .filter(entry -> entry.kind() == HistoryEntry.Kind.EDIT)
                .collect(Collectors.toMap(
                        entry -> entry.note().substring(entry.note().indexOf('+') + 1), Function.identity()));
        Map<Long, StoredRow> rows = store.page("swaps", RowFilter.all(), 0, StoreChild.TAGGED).rows().stream()
                .collect(Collectors.toMap(StoredRow::id, Function.identity()));
        for (String note : notes) {
            if (note.startsWith("edit ")) {
                String name = note.substring(5);
                int number = Integer.parseInt(name.substring(name.indexOf('-') + 1));
                assertThat(history).as(what).containsKey(name);
                boolean undone = Objects.requireNonNull(history.get(name)).undone();
                assertThat(tags.get(name)).as("%s in %s", name, what).isEqualTo(undone ? 0L : 1L);
                StoredRow row = Objects.requireNonNull(rows.get(1L + number % StoreChild.TAGGED));
                assertThat(row.contribution().tags().contains(name)).as(what).isNotEqualTo(undone);
            } else if (note.startsWith("undone ")) {
                HistoryEntry entry = Objects.requireNonNull(history.get(note.substring(7)));
                assertThat(entry.undone()).as(what).isTrue();
            }
        }
    }

    private static void published(DatanetStore store, List<String> notes, String what) {
        for (String note : notes) {
            if (note.startsWith("version ")) {
                String[] parts = note.split(" ", -1);
                DatanetVersionRef ref = new DatanetVersionRef("swaps", Integer.parseInt(parts[1]));
                assertThat(store.version(ref).root()).as(what).isEqualTo(new Bytes32(parts[2]));
            }
        }
        Datanet datanet = store.get("swaps");
        assertThat(store.verify(datanet.latest().orElseThrow().ref()).holds())
                .as(what)
                .isTrue();
    }

    private void migrated(DatanetStore store, String what) {
        assertThat(store.get("swaps").rows()).as(what).isEqualTo(2004);
        assertThat(store.verify(new DatanetVersionRef("swaps", 1)).foundRoot().hex())
                .as(what)
                .isEqualTo(SchemaTest.ROOT);
        assertThat(folder.resolve("datanets.db.v1.bak")).as(what).exists();
    }

    private void found(List<String> notes, String what) throws Exception {
        assertThat(notes.size()).as(what).isPositive();
        if (notes.size() > 1) {
            assertThat(notes.get(1)).as(what).isEqualTo("found " + holding("open"));
        }
    }

    /** In how many rows a text stands, by looking at each one. */
    private long holding(String text) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                PreparedStatement query = connection.prepareStatement(
                        "select count(*) from contribution where ' ' || messages like '% ' || ? || '%'"
                                + " or messages like '%\"' || ? || ' %'")) {
            query.setString(1, text);
            query.setString(2, text);
            try (ResultSet row = query.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    /** A store of schema 1 with enough drafts for its migration to take a while. */
    private static void large(Path file) throws Exception {
        SchemaTest.older(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            statement.execute(
                    "insert into contribution (datanet_id, split, contributor_id, licence_id, source, context,"
                        + " messages, content_hash, text_hash, leaf, created) with recursive n (i) as (select 1 union"
                        + " all select i + 1 from n where i < 2000) select c.datanet_id, 0, c.contributor_id,"
                        + " c.licence_id, c.source, c.context, c.messages, randomblob(32), randomblob(32),"
                        + " randomblob(32), n.i from contribution c join n where c.id = 2");
            statement.execute("insert into contribution_words (rowid, net, body) select id, 'd1', 'swap' from"
                    + " contribution where id > 5");
            statement.execute("insert into contribution_tag select 1, id from contribution where id > 5");
            statement.execute("commit");
        }
    }

    /** How long undisturbed work that ends takes, the start of the program left out. */
    private long unbroken(StoreChild.Work work) throws Exception {
        if (work == StoreChild.Work.WORDS) {
            clear("datanets.db.words");
        }
        Process program = start(work, "unbroken");
        try {
            told(program, 1);
            long begun = System.nanoTime();
            assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(notes()).contains("done");
            return System.nanoTime() - begun;
        } finally {
            program.destroyForcibly();
        }
    }

    private List<String> kill(StoreChild.Work work, String round, boolean later, long nanos) throws Exception {
        Process program = start(work, round);
        try {
            told(program, later ? 2 : 1);
            // Not for a condition: the moment is to be any.
            LockSupport.parkNanos(nanos);
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return notes();
    }

    private Process start(StoreChild.Work work, String round) throws IOException {
        Files.deleteIfExists(folder.resolve("notes"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(StoreChild.class.getName(), file().toString()));
        command.addAll(List.of(folder.resolve("notes").toString(), work.name(), round));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** Waits until the program has written so many notes, of which the first is that it begins. */
    private void told(Process program, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (notes().size() < count) {
            assertThat(program.isAlive() && System.nanoTime() < end)
                    .as(() -> "the program works: " + output())
                    .isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> notes() throws IOException {
        Path notes = folder.resolve("notes");
        if (!Files.exists(notes)) {
            return List.of();
        }
        String text = Files.readString(notes);
        // A line without its end was not told.
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void clear(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                if (path.getFileName().toString().startsWith(beginning)) {
                    Files.delete(path);
                }
            }
        }
    }
}
