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
                        .as("copies are somebody else's and go in, to be found")
                        .isEqualTo(lines(demo.rows()));
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
                            "defi-intents@1 700 0xafeedae777c7a1b7fcab43d34c2ad01154ea8c3166f99aaebb0aa8f3f7df0b9c",
                            "move-questions@1 308 0x93a3e190849a4b1d31604613980ff196237fb2f1d6434ac2bdecba30964fe163",
                            "house-style@1 400 0xed775f2d42fcfb36150c6bdbe13c1108a1688bc861fb336f60ee55bc2087936e");
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
