package cultivar.app.export;

import cultivar.runtime.export.Difference;
import cultivar.runtime.export.ExportReport;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Says where an export is, and how well it agrees with base and adapter. */
final class ExportResult {
    private final VBox root = new VBox(16);

    ExportResult(Messages messages, ExportReport report, DialogHandle<Boolean> handle) {
        KeyValueGrid grid = new KeyValueGrid();
        grid.getStyleClass().add("export-result");
        grid.mono(messages.get("export.result.place"), report.output().toString());
        grid.text(
                messages.get("export.result.size"),
                messages.get(
                        "export.result.size.text",
                        String.format(Locale.ROOT, "%.1f", report.bytes() / 1e6),
                        report.type()));
        Difference difference = report.difference();
        if (difference != null) {
            grid.text(
                    messages.get("export.result.check"),
                    messages.get(
                            "export.result.check.text",
                            difference.tokens(),
                            number(difference.mean()),
                            number(difference.largest())));
        }
        root.getChildren().add(grid);
        for (String warning : report.warnings()) {
            root.getChildren().add(Texts.muted(messages.get("export.result.note", warning)));
        }
        Button close = Buttons.primary(Messages.ui().get("ui.action.close"), null, handle::cancel);
        close.setDefaultButton(true);
        close.setCancelButton(true);
        root.getChildren().add(new DialogButtons(close));
    }

    private static String number(double nats) {
        return nats == 0 ? "0" : String.format(Locale.ROOT, nats < 1e-3 ? "%.0e" : "%.3f", nats);
    }

    Node root() {
        return root;
    }
}
