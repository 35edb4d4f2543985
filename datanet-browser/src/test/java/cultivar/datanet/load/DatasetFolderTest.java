package cultivar.datanet.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFolderTest {
    @TempDir
    Path folder;

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void splitsAreInTheNamesAndTheLicenceInTheCard() throws IOException {
        file(
                "README.md",
                "---\nlicense: apache-2.0\npretty_name: \"Kitchen talk\"\ntags:\n- a\n---\n# Hello\n\nText.\n");
        file("data/train-00000-of-00002.parquet", "");
        file("data/train-00001-of-00002.parquet", "");
        file("data/test-00000-of-00001.parquet", "");
        file("validation/rows.jsonl", "");
        file("latest.csv", "");
        file("dataset_info.json", "{}");
        file(".cache/x.jsonl", "");
        file("picture.png", "");
        DatasetFolder read = DatasetFolder.read(folder);
        assertThat(read.licence()).isEqualTo("Apache-2.0");
        assertThat(read.title()).isEqualTo("Kitchen talk");
        assertThat(read.card("kitchen").description()).isEqualTo("# Hello\n\nText.");
        assertThat(read.parts())
                .map(part -> part.split().id() + " "
                        + folder.relativize(part.file()).toString().replace('\\', '/'))
                .containsExactly(
                        "held-out data/test-00000-of-00001.parquet",
                        "held-out validation/rows.jsonl",
                        "train data/train-00000-of-00002.parquet",
                        "train data/train-00001-of-00002.parquet",
                        "train latest.csv");
    }

    @Test
    void aFolderWithoutCardIsNamedByItsPlaceAndAnEmptyOneRefused() throws IOException {
        assertThatThrownBy(() -> DatasetFolder.read(folder)).hasMessageContaining("holds no file of rows");
        file("test_rows.jsonl", "");
        DatasetFolder read = DatasetFolder.read(folder);
        assertThat(read.title()).isEqualTo(String.valueOf(folder.getFileName()));
        assertThat(read.licence()).isEmpty();
        assertThat(read.parts()).map(DatasetFolder.Part::split).containsExactly(Split.HELD_OUT);
    }
}
