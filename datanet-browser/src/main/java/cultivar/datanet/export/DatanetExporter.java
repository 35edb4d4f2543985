package cultivar.datanet.export;

import cultivar.datanet.Contribution;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows with all that belongs to them, so that an import brings back the same content hashes. */
public final class DatanetExporter {
    private final DatanetStore store;

    public DatanetExporter(DatanetStore store) {
        this.store = store;
    }

    /**
     * Writes beside the target and moves into it, so that nothing half-written stays behind.
     *
     * @param target a file or folder that does not exist
     * @param progress hears how many rows are written; may throw to stop
     * @throws DatanetException if the datanet or version does not exist, or the target cannot be written
     */
    public ExportReport write(ExportPlan plan, Path target, LongConsumer progress) {
        Datanet datanet = store.get(plan.datanet());
        Optional<DatanetVersion> version = Optional.ofNullable(plan.version())
                .map(number -> store.version(new DatanetVersionRef(plan.datanet(), number)));
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new DatanetException(target + " is there already; choose another place for the export");
        }
        Path folder = place.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DatanetException("There is no folder " + folder + "; make it, or choose another place");
        }
        Path beside = folder.resolve("." + place.getFileName() + ".part");
        try {
            delete(beside);
            Run run = new Run(plan, progress);
            if (plan.format() == ExportFormat.FOLDER) {
                run.folder(beside, datanet, version);
            } else {
                run.file(beside, plan.split());
            }
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            return run.report(target);
        } catch (IOException e) {
            throw new DatanetException(
                    target + " cannot be written (" + e.getMessage() + "); make room, or choose another place", e);
        } finally {
            try {
                delete(beside);
            } catch (IOException e) {
                // What cannot be deleted is replaced by the next attempt.
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** One export and its counts. */
    private final class Run {
        private final ExportPlan plan;
        private final LongConsumer progress;
        private long train;
        private long heldOut;
        private long skipped;
        private long leftOut;

        Run(ExportPlan plan, LongConsumer progress) {
            this.plan = plan;
            this.progress = progress;
        }

        ExportReport report(Path target) {
            boolean both = plan.format() == ExportFormat.FOLDER || plan.split() == Split.TRAIN;
            return new ExportReport(target, both ? train : heldOut, both ? heldOut : 0, skipped, leftOut);
        }

        void folder(Path folder, Datanet datanet, Optional<DatanetVersion> version) throws IOException {
            Path data = Files.createDirectories(folder.resolve("data"));
            List<String> splits = new ArrayList<>();
            for (Split split : Split.values()) {
                String name = split == Split.TRAIN ? "train" : "test";
                Path file = data.resolve(name + "-00000-of-00001.parquet");
                if (file(file, split) > 0) {
                    splits.add(name);
                } else {
                    Files.delete(file);
                }
            }
            Files.writeString(folder.resolve("README.md"), FolderCard.write(datanet, version, splits));
        }

        long file(Path file, Split split) throws IOException {
            long before = train + heldOut;
            Predicate<StoredRow> taken =
                    plan.balanceByTag() && split == Split.TRAIN ? new Balance(() -> rows(split)) : row -> true;
            try (RowSink sink = open(file);
                    Stream<StoredRow> rows = rows(split)) {
                for (StoredRow row : (Iterable<StoredRow>) rows::iterator) {
                    write(row, taken, sink);
                }
            }
            return train + heldOut - before;
        }

        private void write(StoredRow row, Predicate<StoredRow> taken, RowSink sink) throws IOException {
            if (!taken.test(row)) {
                leftOut++;
            } else if (!plan.layout().holds(row.contribution().messages())) {
                skipped++;
            } else {
                sink.write(node(row));
                train += row.split() == Split.TRAIN ? 1 : 0;
                heldOut += row.split() == Split.TRAIN ? 0 : 1;
                progress.accept(train + heldOut);
            }
        }

        private RowSink open(Path file) throws IOException {
            return plan.format() == ExportFormat.JSONL
                    ? RowSink.lines(file)
                    : new ParquetSink(file, Column.of(plan.layout()));
        }

        private Stream<StoredRow> rows(Split split) {
            return plan.version() != null && split == Split.TRAIN
                    ? store.rows(new DatanetVersionRef(plan.datanet(), plan.version()))
                    : store.rows(
                            plan.datanet(), RowFilter.all().withSplit(split).withState(ReviewState.ACCEPTED));
        }

        private ObjectNode node(StoredRow row) {
            Contribution contribution = row.contribution();
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            plan.layout().write(node, contribution.messages());
            node.put("contributor", contribution.contributor().value());
            node.put("licence", contribution.licence());
            node.put("source", contribution.source());
            node.put("context", contribution.context());
            ArrayNode tags = node.putArray("tags");
            contribution.tags().forEach(tags::add);
            node.put("origin", row.origin());
            node.put("content_hash", row.contentHash().toString());
            return node;
        }
    }
}
