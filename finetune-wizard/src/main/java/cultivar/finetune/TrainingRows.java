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
import cultivar.runtime.train.TokenizedRows;
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
 * A recipe's rows as conversations.
 *
 * @param datanets the versions that they come from, with their roots
 */
public record TrainingRows(
        List<List<ChatMessage>> train, List<List<ChatMessage>> validation, List<DatanetVersion> datanets) {
    public TrainingRows {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        datanets = List.copyOf(datanets);
    }

    /**
     * Reads a recipe's rows.
     *
     * @param store asked for only if the recipe names datanets
     * @throws FinetuneException if a file has a broken line
     * @throws DatanetException if a version does not exist
     */
    public static TrainingRows load(Recipe recipe, Supplier<DatanetStore> store) {
        List<List<ChatMessage>> train = new ArrayList<>();
        List<DatanetVersion> versions = new ArrayList<>();
        if (recipe.data() != null) {
            readFile(Path.of(recipe.data())).forEach(row -> train.add(chat(row)));
        }
        for (DatanetVersionRef ref : recipe.datanet()) {
            versions.add(store.get().version(ref));
            try (Stream<StoredRow> rows = store.get().rows(ref)) {
                rows.forEach(row -> train.add(chat(row.contribution().messages())));
            }
        }
        return switch (recipe.validation()) {
            case Validation.None() -> new TrainingRows(train, List.of(), versions);
            case Validation.Share(double share) -> split(train, share, versions);
            case Validation.HeldOut() ->
                new TrainingRows(train, chats(heldOut(store.get(), recipe.datanet())), versions);
            case Validation.File(String path) -> new TrainingRows(train, chats(readFile(Path.of(path))), versions);
        };
    }

    /** Sets a share apart, evenly spread, so that no part of the data is left to the one side alone. */
    private static TrainingRows split(List<List<ChatMessage>> all, double share, List<DatanetVersion> versions) {
        List<List<ChatMessage>> kept = new ArrayList<>();
        List<List<ChatMessage>> apart = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isApart = (long) Math.floor((i + 1) * share) > (long) Math.floor(i * share);
            (isApart ? apart : kept).add(all.get(i));
        }
        return new TrainingRows(kept, apart, versions);
    }

    /** These rows as a run on a model would take them; fails if none is left to train on. */
    public TokenizedRows tokenized(LanguageModel model, int maxLength) {
        return TokenizedRows.of(
                train,
                validation,
                model.examples(),
                Math.min(maxLength, model.spec().maxPositions()));
    }

    private static List<List<ChatMessage>> chats(List<List<Message>> rows) {
        return rows.stream().map(TrainingRows::chat).toList();
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
}
