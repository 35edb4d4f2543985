package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aQuestionOnBothSidesLeaksAlsoBetweenDatanets() {
        DatanetVersionRef one = datanet("one", "how tall is the old tower", "how wide is the new bridge");
        DatanetVersionRef other = datanet("other", "how wide is the new bridge", "who built the stone house there");

        assertThat(Leaks.of(store, List.of(one), () -> false)).isEqualTo(new Leaks(0, 1, List.of()));
        Leaks both = Leaks.of(store, List.of(one, other), () -> false);
        assertThat(both.rows()).as("the row on either side").isEqualTo(2);
        assertThat(both.heldOut()).isEqualTo(2);
        assertThat(both.reasons()).isNotEmpty().allMatch(reason -> reason.contains("same question"));
    }

    @Test
    void itCanBeStopped() {
        DatanetVersionRef one = datanet("one", "how tall is the old tower", "how wide is the new bridge");

        assertThatThrownBy(() -> Leaks.of(store, List.of(one), () -> true)).isInstanceOf(CancellationException.class);
    }

    private DatanetVersionRef datanet(String name, String learnt, String heldOut) {
        store.create(DatanetCard.titled(name));
        add(name, learnt, "it is " + name, Split.TRAIN);
        add(name, heldOut, "nobody knows in " + name, Split.HELD_OUT);
        return store.publish(name).ref();
    }

    private void add(String name, String question, String answer, Split split) {
        byte[] row = "{\"prompt\": \"%s\", \"completion\": \"%s\"}"
                .formatted(question, answer)
                .getBytes(StandardCharsets.UTF_8);
        var _ = store.importRows(
                name,
                name + ".jsonl",
                new ByteArrayInputStream(row),
                row.length,
                split,
                new RowDefaults(EvmAddress.NOBODY, "CC0-1.0"),
                ImportListener.NONE);
    }
}
