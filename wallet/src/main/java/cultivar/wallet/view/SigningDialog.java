package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.Dialogs;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Detail;
import cultivar.wallet.registry.RegistrationRequest;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Asks before anything is signed: what will happen in plain words, decoded from the bytes that will be signed, where,
 * at what cost, and what a simulation says. Cancelling is the default.
 */
public final class SigningDialog {
    private static final Pattern NAMED_HASH = Pattern.compile("(.*?)\\s*(0x[0-9a-fA-F]{40,64})");

    private final Dialogs dialogs;
    private final Words words = new Words();

    /** A dialog in this window. */
    public SigningDialog(Dialogs dialogs) {
        this.dialogs = dialogs;
    }

    /** Asks; false if it was cancelled or would not go through. */
    public CompletionStage<Boolean> ask(String adapterName, RegistrationRequest request) {
        Node details = details(request);
        if (!request.simulation().succeeds()) {
            return dialogs.confirm(new Confirm(
                            words.get("sign.refused.title"),
                            request.simulation().words(),
                            words.get("sign.refused.verb"),
                            Confirm.Kind.NORMAL,
                            details))
                    .thenApply(read -> false);
        }
        return dialogs.confirm(Confirm.signing(
                words.get("sign.title"),
                words.get("sign.text", adapterName, request.network().label()),
                words.get("sign.verb"),
                details));
    }

    private Node details(RegistrationRequest request) {
        KeyValueGrid grid = new KeyValueGrid();
        for (Detail detail : request.details()) {
            row(grid, detail);
        }
        VBox box = new VBox(14, network(request.network()), grid, cost(request), simulation(request));
        box.getStyleClass().add("signing-details");
        box.getStylesheets()
                .add(Objects.requireNonNull(SigningDialog.class.getResource("wallet.css"))
                        .toExternalForm());
        return box;
    }

    private static void row(KeyValueGrid grid, Detail detail) {
        Matcher match = NAMED_HASH.matcher(detail.value());
        if (!match.matches()) {
            grid.text(detail.label(), detail.value());
            return;
        }
        String hash = match.group(2);
        String name = match.group(1).isBlank() ? "" : "\n" + match.group(1).strip();
        grid.mono(detail.label() + name, hash);
    }

    private Node network(Network network) {
        Label name = new Label(network.label());
        name.getStyleClass().add("strong");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Badge mark = new Badge(
                words.get(network.demo() ? "network.demo" : "network.real"), network.demo() ? Tone.INFO : Tone.WARNING);
        HBox line = new HBox(10, new FontIcon(Feather.GLOBE), name, gap, mark);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("signing-network");
        return line;
    }

    private Node cost(RegistrationRequest request) {
        Label label = Texts.muted(words.get("sign.fee"));
        Label fee = new Label(words.get("sign.fee.value", request.maxFeeText()));
        fee.getStyleClass().add("strong");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(10, label, gap, fee);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node simulation(RegistrationRequest request) {
        boolean good = request.simulation().succeeds();
        Label text = Texts.body(request.simulation().words());
        HBox line = new HBox(10, new FontIcon(good ? Feather.CHECK_CIRCLE : Feather.ALERT_CIRCLE), text);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("signing-simulation");
        (good ? Tone.SUCCESS : Tone.DANGER).dress(line);
        return line;
    }
}
