package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import cultivar.runtime.train.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerLossTest {
    @TempDir
    private static Path folder;

    @Test
    void theQuestionsShareOfTheLossIsMeasured() {
        try (Studio studio = new Studio(folder).withColours();
                Stream<StoredRow> stored = studio.datanets().rows(new DatanetVersionRef("colours", 1))) {
            Contribution row = stored.findFirst().orElseThrow().contribution();
            AnswerLoss measured =
                    AnswerLoss.of(studio.model(), null, List.of(row)).getFirst();

            double asked = loss(studio, row.messages());
            double unasked = loss(
                    studio, List.of(new Message(Role.USER, ""), row.messages().getLast()));
            assertThat(measured.loss()).isCloseTo(asked, within(1e-5));
            assertThat(measured.difficulty()).isCloseTo(asked / unasked, within(1e-5));
        }
    }

    private static double loss(Studio studio, List<Message> messages) {
        Example example = studio.model().examples().example(TrainingRows.chat(messages), 1000);
        return studio.model().score(example, null).loss();
    }
}
