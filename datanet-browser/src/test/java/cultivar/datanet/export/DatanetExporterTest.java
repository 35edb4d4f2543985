package cultivar.datanet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Bytes32;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.DatasetFolder;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportReport;
import cultivar.datanet.store.RowFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatanetExporterTest {
    private static final String ALICE = "0x52908400098527886E0F7030069857D2E4169EE7";
    private static final String BOB = "0x8617E340B3D01FA5F11F306F4090FD50E238070D";
    private static final RowDefaults DEFAULTS = new RowDefaults(EvmAddress.NOBODY, "");

    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void fill() throws IOException {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(new DatanetCard("mixed", "Mixed: \"all\"", "One line.", "About.", "Be kind.", List.of(), "MIT"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String tag = i < 40 ? "common" : i < 52 ? "rare\",\"common" : "alone";
            lines.add("{\"messages\":[" + (i % 5 == 0 ? "{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"}," : "")
                    + "{\"role\":\"user\",\"content\":\"Q" + i + " caf\u00e9\\n \ud83c\udf31 \"},"
                    + (i == 7
                            ? "{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"again\"},"
                            : "")
                    + "{\"role\":\"assistant\",\"content\":\" A" + i + "\"}],\"contributor\":\""
                    + (i % 3 == 0 ? ALICE : BOB) + "\",\"licence\":\"" + (i % 2 == 0 ? "MIT" : "my own")
                    + "\",\"tags\":[\""
                    + tag + "\"]" + (i % 4 == 0 ? ",\"source\":\"book, p. " + i + "\",\"context\":\"c\"" : "") + "}");
        }
        lines.add("{\"prompt\":\"nobody's\",\"completion\":\"a\"}");
        load("mixed", Files.write(folder.resolve("rows.jsonl"), lines), Split.TRAIN);
        load(
                "mixed",
                Files.writeString(folder.resolve("held.jsonl"), "{\"prompt\":\"held\",\"completion\":\"out\"}\n"),
                Split.HELD_OUT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ImportReport load(String datanet, Path file, Split split) {
        return store.importFile(datanet, file, split, DEFAULTS, ImportListener.NONE);
    }

    private ExportReport export(ExportFormat format, ExportLayout layout, boolean balance, Path target) {
        return new DatanetExporter(store)
                .write(new ExportPlan("mixed", null, format, layout, Split.TRAIN, balance), target, rows -> {});
    }

    private Set<List<Object>> rows(String datanet) {
        try (Stream<StoredRow> rows = store.rows(datanet, RowFilter.all())) {
            return rows.map(row -> List.<Object>of(
                            row.split(),
                            row.contentHash(),
                            row.contribution().contributor(),
                            row.contribution().tags()))
                    .collect(Collectors.toSet());
        }
    }

    private Set<Bytes32> training(String datanet) {
        try (Stream<StoredRow> rows = store.rows(datanet, RowFilter.all().withSplit(Split.TRAIN))) {
            return rows.map(StoredRow::contentHash).collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @EnumSource(ExportLayout.class)
    void whatIsExportedComesBackAsTheSameRows(ExportLayout layout) {
        for (ExportFormat format : List.of(ExportFormat.JSONL, ExportFormat.PARQUET)) {
            Path file = folder.resolve(layout.id() + "." + format.id());
            ExportReport written = export(format, layout, false, file);
            boolean alpaca = layout == ExportLayout.ALPACA;
            assertThat(written).isEqualTo(new ExportReport(file, alpaca ? 60 : 61, 0, alpaca ? 1 : 0, 0));
            String copy = layout.id() + "-" + format.id();
            store.create(DatanetCard.titled(copy));
            ImportReport back = load(copy, file, Split.TRAIN);
            assertThat(back.added()).isEqualTo(written.rows());
            assertThat(back.rejected()).isZero();
            Set<Bytes32> missing = new HashSet<>(training("mixed"));
            missing.removeAll(training(copy));
            assertThat(missing).hasSize(alpaca ? 1 : 0);
            assertThat(training("mixed")).containsAll(training(copy));
            if (!alpaca) {
                assertThat(store.publish(copy).root())
                        .isEqualTo(
                                store.versions("mixed").isEmpty()
                                        ? store.publish("mixed").root()
                                        : store.versions("mixed").getFirst().root());
            }
            assertThat(load(copy, file, Split.TRAIN).added()).isZero();
            assertThat(load("mixed", file, Split.TRAIN).duplicates()).isEqualTo(written.rows());
        }
    }

    @Test
    void aFolderHoldsBothSidesAndACardAndComesBack() throws IOException {
        store.publish("mixed");
        Path target = folder.resolve("out");
        ExportReport written = new DatanetExporter(store)
                .write(
                        new ExportPlan("mixed", 1, ExportFormat.FOLDER, ExportLayout.MESSAGES, Split.TRAIN, false),
                        target,
                        rows -> {});
        assertThat(written).isEqualTo(new ExportReport(target, 61, 1, 0, 0));
        assertThat(Files.readString(target.resolve("README.md")))
                .startsWith("---\npretty_name: \"Mixed: \\\"all\\\"\"\n")
                .contains(
                        "- split: test\n    path: data/test-*",
                        ALICE,
                        store.version(new cultivar.datanet.DatanetVersionRef("mixed", 1))
                                .root()
                                .toString());
        DatasetFolder back = DatasetFolder.read(target);
        store.create(back.card("copy"));
        back.parts().forEach(part -> load("copy", part.file(), part.split()));
        assertThat(rows("copy")).isEqualTo(rows("mixed"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).noneMatch(name -> name.contains(".part"));
        }
    }

    @Test
    void balancingTakesAsManyOfEachTagAsOfTheRarest() {
        Path file = folder.resolve("balanced.jsonl");
        ExportReport written = export(ExportFormat.JSONL, ExportLayout.MESSAGES, true, file);
        // The row without a tag is a group of one.
        assertThat(written.rows()).isEqualTo(4);
        assertThat(written.leftOut()).isEqualTo(57);
    }

    @Test
    void nothingIsOverwrittenOrLeftHalfWritten() throws IOException {
        Path file = folder.resolve("held.jsonl");
        assertThatThrownBy(() -> export(ExportFormat.JSONL, ExportLayout.MESSAGES, false, file))
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> export(
                        ExportFormat.JSONL,
                        ExportLayout.MESSAGES,
                        false,
                        folder.resolve("no").resolve("x")))
                .hasMessageContaining("There is no folder");
        Path stopped = folder.resolve("stopped.parquet");
        assertThatThrownBy(() -> new DatanetExporter(store)
                        .write(
                                new ExportPlan(
                                        "mixed", null, ExportFormat.PARQUET, ExportLayout.MESSAGES, Split.TRAIN, false),
                                stopped,
                                rows -> {
                                    throw new IllegalStateException("stop");
                                }))
                .hasMessage("stop");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName())))
                    .noneMatch(name -> name.contains("stopped"));
        }
    }
}
