package cultivar.datanet.view;

import cultivar.datanet.load.FileFormat;
import cultivar.ui.control.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
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
    private RowFiles() {}

    /** Asks for files; none if the person changed their mind. */
    static List<Path> choose(Window window, String title, String kind) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(
                        kind,
                        Arrays.stream(FileFormat.values())
                                .flatMap(format -> format.endings().stream())
                                .map(ending -> "*." + ending)
                                .toList()));
        @Nullable List<File> files = chooser.showOpenMultipleDialog(window);
        return files == null ? List.of() : files.stream().map(File::toPath).toList();
    }

    /** Asks where to save a text; null if the person changed their mind. */
    static @Nullable Path save(Window window, String title, String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialFileName(name);
        @Nullable File file = chooser.showSaveDialog(window);
        return file == null ? null : file.toPath();
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
        return files.stream().map(File::toPath).filter(FileFormat::accepts).toList();
    }
}
