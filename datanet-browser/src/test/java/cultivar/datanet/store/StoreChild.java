package cultivar.datanet.store;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.RowEdit;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A program that works on a store until it is killed and notes what it was told is done. */
final class StoreChild {
    /** What the program does. */
    enum Work {
        IMPORT,
        TAG,
        VERSION,
        MIGRATE,
        /** Opens a store without its text index and searches. */
        WORDS
    }

    /** How many rows {@link Work#TAG} goes round. */
    static final int TAGGED = 20;

    private final Path notes;

    private StoreChild(Path notes) {
        this.notes = notes;
    }

    public static void main(String[] arguments) {
        new StoreChild(Path.of(arguments[1])).run(Work.valueOf(arguments[2]), Path.of(arguments[0]), arguments[3]);
    }

    private void run(Work work, Path file, String round) {
        if (work == Work.MIGRATE) {
            note("ready");
            DatanetStore.open(file).close();
            note("done");
            return;
        }
        if (work == Work.WORDS) {
            note("ready");
            try (DatanetStore store = DatanetStore.open(file)) {
                note("found " + store.count("swaps", RowFilter.all().withText("open ")));
                note("done");
            }
            return;
        }
        try (DatanetStore store = DatanetStore.open(file)) {
            note("ready");
            switch (work) {
                case IMPORT -> load(store, round);
                case TAG -> tag(store, round);
                default -> publish(store, round);
            }
        }
    }

    private void load(DatanetStore store, String round) {
        var _ = store.importRows(
                "swaps",
                "endless.jsonl",
                endless(round),
                -1,
                Split.TRAIN,
                ReviewState.PENDING,
                new RowDefaults(EvmAddress.NOBODY, "MIT"),
                new ImportListener() {
                    @Override
                    public void progress(ImportProgress progress) {
                        note("added " + progress.added());
                    }
                });
    }

    private static InputStream endless(String round) {
        return new InputStream() {
            private InputStream line = InputStream.nullInputStream();
            private long number;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int found = line.read(into, from, length);
                if (found >= 0) {
                    return found;
                }
                String text = DatanetStoreTest.row(round + " question " + number++, DatanetStoreTest.BOB, "swap");
                line = new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8));
                return line.read(into, from, length);
            }
        };
    }

    private void tag(DatanetStore store, String round) {
        for (int i = 0; ; i++) {
            String name = round + "-" + i;
            RowEdit edit = (i % 2 == 0 ? RowEdit.accept() : RowEdit.reject(name)).withTags(List.of(name));
            store.curation().apply("swaps", List.of(1L + i % TAGGED), edit, "child");
            note("edit " + name);
            if (i % 3 == 2) {
                store.curation().undo("swaps", "child");
                note("undone " + name);
            }
        }
    }

    private void publish(DatanetStore store, String round) {
        for (int i = 0; ; i++) {
            Contribution row = new Contribution(
                    List.of(new Message(Role.USER, round + " and " + i), new Message(Role.ASSISTANT, "yes")),
                    EvmAddress.NOBODY,
                    "MIT",
                    "",
                    "",
                    List.of());
            store.add("swaps", "made", List.of(new PlacedRow(row, "")), Split.TRAIN, ReviewState.ACCEPTED);
            DatanetVersion version = store.publish("swaps");
            note("version " + version.number() + " " + version.root());
        }
    }

    private void note(String line) {
        try {
            Files.writeString(notes, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
