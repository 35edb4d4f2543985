package cultivar.datanet.view;

import cultivar.ui.control.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How people hand over files of rows: the system's file dialog, or by dropping them. */
final class RowFiles {
    private static final List<String> ENDINGS = List.of(".jsonl", ".ndjson", ".json");

    private RowFiles() {}

    /** Asks for files; none if the person changed their mind. */
    static List<Path> choose(Window window, String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("JSON Lines", "*.jsonl", "*.ndjson", "*.json"));
        @Nullable List<File> files = chooser.showOpenMultipleDialog(window);
        return files == null ? List.of() : files.stream().map(File::toPath).toList();
    }

    /** A pane around the content that takes files of rows, and says so while they hover. */
    static StackPane dropZone(Node content, String invitation, Consumer<List<Path>> onFiles) {
        Label text = Texts.heading(invitation);
        VBox sign = new VBox(12, new FontIcon(Feather.UPLOAD), text);
        sign.setAlignment(Pos.CENTER);
        sign.getStyleClass().add("drop-sign");
        sign.setVisible(false);
        sign.setMouseTransparent(true);
        StackPane zone = new StackPane(content, sign);
        zone.setOnDragOver(event -> {
            if (!rows(event.getDragboard().getFiles()).isEmpty()) {
                event.acceptTransferModes(TransferMode.COPY);
                sign.setVisible(true);
            }
            event.consume();
        });
        zone.setOnDragExited(event -> sign.setVisible(false));
        zone.setOnDragDropped(event -> {
            List<Path> files = rows(event.getDragboard().getFiles());
            sign.setVisible(false);
            event.setDropCompleted(!files.isEmpty());
            event.consume();
            if (!files.isEmpty()) {
                onFiles.accept(files);
            }
        });
        return zone;
    }

    private static List<Path> rows(List<File> files) {
        return files.stream()
                .filter(file -> ENDINGS.stream().anyMatch(file.getName().toLowerCase(java.util.Locale.ROOT)::endsWith))
                .map(File::toPath)
                .toList();
    }
}
