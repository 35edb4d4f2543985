package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.load.ImportPart;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.Target;
import cultivar.ui.test.FxTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingPaneTest extends FxTest {
    @TempDir
    Path folder;

    @Test
    void aLateAnswerToAnEarlierQuestionChangesNothing() throws Exception {
        Path sheet = folder.resolve("sheet.csv");
        Files.writeString(sheet, "Frage;Antwort\nWer?;Ich\n");
        List<Consumer<List<ImportPart>>> answers = new ArrayList<>();
        List<List<ImportPart>> found = new ArrayList<>();
        MappingPane pane = onFx(() -> new MappingPane(new Words(), look(sheet, Map.of()), (changes, seen) -> {
            answers.add(seen);
            found.add(look(sheet, changes));
        }));
        show(onFx(() -> new StackPane(pane)), 600, 400);

        choose(pane, "Frage", Target.PROMPT);
        choose(pane, "Antwort", Target.COMPLETION);
        onFx(() -> answers.get(1).accept(found.get(1)));
        assertThat(pane.usable().get()).isTrue();
        onFx(() -> answers.get(0).accept(found.get(0)));

        assertThat(pane.usable().get()).isTrue();
        assertThat(pane.changes()).containsEntry("Frage", Target.PROMPT).containsEntry("Antwort", Target.COMPLETION);
    }

    @Test
    void whileSomebodyTypesTheFilesAreReadOnce() throws Exception {
        Path sheet = Files.writeString(folder.resolve("sheet.csv"), "Frage;Antwort\nWer?;Ich\n");
        AtomicInteger looks = new AtomicInteger();
        MappingPane pane = onFx(() -> new MappingPane(new Words(), look(sheet, Map.of()), (changes, seen) -> {
            looks.incrementAndGet();
        }));
        onFx(() -> {
            for (int letter = 0; letter < 20; letter++) {
                pane.lookSoon();
            }
        });
        waitFor("they are read", () -> looks.get() > 0);
        settle();
        assertThat(looks).hasValue(1);
    }

    private static List<ImportPart> look(Path sheet, Map<String, Target> changes) {
        return ImportPart.of(List.of(sheet), new RowDefaults(EvmAddress.NOBODY, ""), changes);
    }

    @SuppressWarnings("unchecked")
    private static void choose(MappingPane pane, String column, Target target) {
        onFx(() -> pane.lookupAll(".combo-box").stream()
                .map(node -> (ComboBox<Target>) node)
                .filter(choice -> choice.getAccessibleText().contains(column))
                .forEach(choice -> choice.setValue(target)));
    }
}
