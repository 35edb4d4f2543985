package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.StoredRow;
import cultivar.datanet.demo.DemoDatanet;
import cultivar.datanet.demo.DemoDatanets;
import cultivar.datanet.load.CardReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemosTest {
    @TempDir
    Path folder;

    private DatanetStore open() {
        return DatanetStore.open(folder.resolve("datanets.db"));
    }

    private static long lines(InputStream in) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).count();
        }
    }

    @Test
    void everyRowInTheBoxGoesInAndHeldOutRowsStayApart() throws IOException {
        try (DatanetStore store = open()) {
            List<DatanetVersion> made = store.installDemos();
            assertThat(made).hasSize(3).allMatch(version -> version.number() == 1);
            for (DemoDatanet demo : DemoDatanets.all()) {
                Datanet datanet = store.get(demo.name());
                DatanetVersion version = datanet.latest().orElseThrow();
                assertThat(datanet.heldOutRows()).isEqualTo(lines(demo.heldOut()));
                assertThat(datanet.rows())
                        .as("of which copies count once")
                        .isBetween(lines(demo.rows()) - 20, lines(demo.rows()));
                assertThat(datanet.draftRows()).isZero();
                assertThat(datanet.contributors().size()).isGreaterThan(1);
                Set<Bytes32> learnt = store.rows(version.ref())
                        .map(StoredRow::contribution)
                        .map(Contribution::textHash)
                        .collect(Collectors.toSet());
                assertThat(store.heldOut(demo.name())
                                .map(row -> row.contribution().textHash()))
                        .doesNotContainAnyElementsOf(learnt);
                assertThat(store.verify(version.ref()).holds()).isTrue();
            }
        }
    }

    @Test
    void theRootsOfTheBoxStayWhatTheyAre() {
        try (DatanetStore store = open()) {
            assertThat(store.installDemos())
                    .map(version -> version.ref() + " " + version.rows() + " " + version.root())
                    .containsExactly(
                            "defi-intents@1 694 0xb03ef8af538b15edbdd620813a4185a84d5893fd1c4d9f1844b057a986b6047a",
                            "move-questions@1 304 0x048d5fb283dc725c0c40fccc6cb1377a8955eee487316cf4a314fdc3ad94e9e4",
                            "house-style@1 395 0x587cb52d8a5dae3cbc8c0e2dc5ab2d662ce1325ed03ea9b26cbcda6771da8127");
        }
    }

    @Test
    void theSecondStartChangesNothing() {
        List<Datanet> before;
        try (DatanetStore store = open()) {
            var _ = store.installDemos();
            before = store.list();
        }
        try (DatanetStore store = open()) {
            assertThat(store.installDemos()).isEmpty();
            assertThat(store.list()).isEqualTo(before);
        }
    }

    @Test
    void aBrokenOffInstallationIsFinished() throws IOException {
        try (DatanetStore store = open();
                InputStream card = DemoDatanets.defiIntents().card()) {
            var _ = store.create(CardReader.read(card));
        }
        try (DatanetStore store = open()) {
            assertThat(store.installDemos()).hasSize(3);
            assertThat(store.get("defi-intents").rows()).isPositive();
        }
    }
}
