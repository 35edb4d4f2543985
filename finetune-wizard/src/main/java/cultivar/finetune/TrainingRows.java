package cultivar.finetune;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.ParsedRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.RowReader;
import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A recipe's rows as the engine takes them.
 *
 * @param datanets the versions that they come from, with their roots
 */
public record TrainingRows(
        List<Example> train, List<Example> validation, RowCounts counts, List<DatanetVersion> datanets) {
    public TrainingRows {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        datanets = List.copyOf(datanets);
    }

    /**
     * Reads and tokenizes a recipe's rows.
     *
     * @param store asked for only if the recipe names datanets
     * @throws FinetuneException if a file has a broken line, or nothing is left to train on
     * @throws DatanetException if a version does not exist
     */
    public static TrainingRows load(Recipe recipe, Supplier<DatanetStore> store, LanguageModel model) {
        Tokens tokens =
                new Tokens(model, Math.min(recipe.maxLength(), model.spec().maxPositions()));
        List<DatanetVersion> versions = new ArrayList<>();
        if (recipe.data() != null) {
            readFile(Path.of(recipe.data())).forEach(tokens::add);
        }
        for (DatanetVersionRef ref : recipe.datanet()) {
            versions.add(store.get().version(ref));
            try (Stream<StoredRow> rows = store.get().rows(ref)) {
                rows.forEach(row -> tokens.add(row.contribution().messages()));
            }
        }
        List<Example> train = tokens.rows;
        List<Example> validation = new ArrayList<>();
        switch (recipe.validation()) {
            case Validation.None() -> {}
            case Validation.Share(double share) -> {
                List<Example> kept = new ArrayList<>();
                // Evenly spread, so that no part of the data is left to the one side alone.
                for (int i = 0; i < train.size(); i++) {
                    boolean apart = (long) Math.floor((i + 1) * share) > (long) Math.floor(i * share);
                    (apart ? validation : kept).add(train.get(i));
                }
                train = kept;
            }
            case Validation.HeldOut() -> {
                Tokens apart = new Tokens(model, tokens.longest);
                heldOut(store.get(), recipe.datanet()).forEach(apart::add);
                validation.addAll(apart.rows);
            }
            case Validation.File(String path) -> {
                Tokens apart = new Tokens(model, tokens.longest);
                readFile(Path.of(path)).forEach(apart::add);
                validation.addAll(apart.rows);
            }
        }
        if (train.isEmpty()) {
            throw new FinetuneException(
                    tokens.dropped > 0
                            ? "No row is left to train on: the question alone of each of the " + tokens.dropped
                                    + " rows fills max-length (" + tokens.longest + " tokens); raise it"
                            : "There are no rows to train on; choose other data");
        }
        long all = train.stream().mapToLong(row -> row.ids().length).sum();
        long trained = train.stream().mapToLong(Example::labels).sum();
        return new TrainingRows(
                train,
                validation,
                new RowCounts(
                        train.size(), tokens.cut, tokens.dropped, validation.size(), all, trained, tokens.longestSeen),
                versions);
    }

    /** The held-out conversations of datanets, each datanet once, in order. */
    public static List<List<Message>> heldOut(DatanetStore store, List<DatanetVersionRef> refs) {
        List<List<Message>> rows = new ArrayList<>();
        refs.stream().map(DatanetVersionRef::name).distinct().forEach(name -> {
            try (Stream<StoredRow> heldOut = store.heldOut(name)) {
                heldOut.forEach(row -> rows.add(row.contribution().messages()));
            }
        });
        return rows;
    }

    /**
     * The conversations of a JSON Lines file.
     *
     * @throws FinetuneException if the file cannot be read or a line is broken; it names file, line and reason
     */
    public static List<List<Message>> readFile(Path file) {
        List<Problem> broken = new ArrayList<>();
        List<List<Message>> rows = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            RowReader reader =
                    new RowReader(file.toString(), in, new RowDefaults(EvmAddress.NOBODY, "unknown"), problem -> {
                        if (problem.severity() == Problem.Severity.REJECTED) {
                            broken.add(problem);
                        }
                    });
            for (ParsedRow row = reader.next(); row != null; row = reader.next()) {
                Contribution contribution = row.contribution();
                rows.add(contribution.messages());
            }
        } catch (IOException e) {
            throw new FinetuneException(
                    "The data file " + file + " cannot be read; check that it exists and may be read", e);
        } catch (DatanetException e) {
            throw new FinetuneException(String.valueOf(e.getMessage()), e);
        }
        if (!broken.isEmpty()) {
            String others = broken.size() == 1 ? "" : " (and " + (broken.size() - 1) + " more broken lines)";
            throw new FinetuneException(broken.getFirst() + others + "; mend or delete the line");
        }
        if (rows.isEmpty()) {
            throw new FinetuneException("The data file " + file + " holds no rows");
        }
        return rows;
    }

    /** A conversation as the engine takes it. */
    public static List<ChatMessage> chat(List<Message> messages) {
        return messages.stream()
                .map(message -> new ChatMessage(message.role().id(), message.content()))
                .toList();
    }

    /** Tokenizes and counts. */
    private static final class Tokens {
        private final LanguageModel model;
        private final int longest;
        private final List<Example> rows = new ArrayList<>();
        private int cut;
        private int dropped;
        private int longestSeen;

        Tokens(LanguageModel model, int longest) {
            this.model = model;
            this.longest = longest;
        }

        void add(List<Message> messages) {
            Example whole = model.examples().example(chat(messages), Integer.MAX_VALUE);
            int length = whole.ids().length;
            longestSeen = Math.max(longestSeen, length);
            if (length <= longest) {
                rows.add(whole);
                return;
            }
            Example shorter = new Example(java.util.Arrays.copyOf(whole.ids(), longest), whole.promptLength());
            if (shorter.labels() == 0) {
                dropped++;
            } else {
                cut++;
                rows.add(shorter);
            }
        }
    }
}
