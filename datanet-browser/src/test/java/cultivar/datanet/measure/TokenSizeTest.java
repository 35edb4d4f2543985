package cultivar.datanet.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSizeTest {
    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(DatanetCard.titled("orders"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aFewRowsAreCountedAndManyAreEstimated() {
        Datanet few = add(0, 40);
        assertThat(TokenSize.of(store, few, new ScriptedModel(0)))
                .isEqualTo(new TokenSize(800, 40, true, "scripted"))
                .matches(TokenSize::isCounted);
        Datanet many = add(40, 1960);
        assertThat(TokenSize.of(store, many, new ScriptedModel(0)))
                .isEqualTo(new TokenSize(40_000, 1000, false, "scripted"))
                .matches(size -> !size.isCounted());
    }

    @Test
    void withoutAModelFourCharactersAreATokenAndThatIsAnEstimate() {
        Datanet few = add(1000, 10);

        assertThat(TokenSize.of(store, few, null))
                .as("ten characters of a question and ten of an answer")
                .isEqualTo(new TokenSize(50, 10, true, ""))
                .matches(size -> !size.isCounted());
    }

    private Datanet add(int from, int rows) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + rows; i++) {
            lines.append("{\"prompt\": \"about %04d\", \"completion\": \"what %04d!\"}\n".formatted(i, i));
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        var _ = store.importRows(
                "orders",
                "orders.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, "CC0-1.0"),
                ImportListener.NONE);
        return store.get("orders");
    }
}
