package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.keys.Phrase;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * The dialog that shows the recovery phrase again: after the password, hidden until a button is pressed, and only
 * while the window has the focus, so that no other program's picture of the screen catches it by chance.
 */
final class ShowPhrase {
    private final Words words;
    private final WalletSession session;
    private final DialogHandle<Boolean> handle;
    private final StackPane pane = new StackPane();
    private final BooleanProperty shown = new SimpleBooleanProperty(this, "shown", false);

    ShowPhrase(Words words, WalletSession session, DialogHandle<Boolean> handle) {
        this.words = words;
        this.session = session;
        this.handle = handle;
        pane.getStylesheets()
                .add(Objects.requireNonNull(ShowPhrase.class.getResource("wallet.css"))
                        .toExternalForm());
        pane.getChildren().setAll(password());
    }

    Node root() {
        return pane;
    }

    private Node password() {
        PasswordField input = new PasswordField();
        input.setId("reveal-password");
        Field field = new Field(words.get("unlock.password"), input);
        VBox box = new VBox(16);
        Button next = Buttons.primary(words.get("reveal.next"), null, () -> {
            char[] secret = input.getText().toCharArray();
            input.clear();
            box.setDisable(true);
            var _ = session.reveal(secret)
                    .onResult(phrase -> pane.getChildren().setAll(words(phrase)))
                    .onFailure(error -> {
                        box.setDisable(false);
                        field.errorProperty().set(Words.line(error));
                    });
        });
        next.setId("reveal-next");
        next.setDefaultButton(true);
        next.disableProperty().bind(input.textProperty().isEmpty());
        input.textProperty().subscribe(text -> {
            if (!text.isEmpty()) {
                field.errorProperty().set("");
            }
        });
        box.getChildren()
                .setAll(Texts.body(words.get("reveal.text")), field, new DialogButtons(close("create.cancel"), next));
        DialogButtons.first(input);
        return box;
    }

    private Node words(Phrase phrase) {
        List<String> list = phrase.words();
        phrase.close();
        Button reveal = Buttons.secondary("", Feather.EYE, () -> shown.set(!shown.get()));
        reveal.textProperty().bind(shown.map(visible -> words.get(visible ? "phrase.hide" : "phrase.show")));
        reveal.setId("phrase-reveal");
        Node warning = new ReviewParts(words, new SigningModel())
                .row(Tone.WARNING, Feather.EYE_OFF, words.get("reveal.warning"));
        return new VBox(16, warning, new PhraseGrid(list, shown), reveal, new DialogButtons(close("receive.close")));
    }

    private Button close(String key) {
        Button close = Buttons.secondary(words.get(key), null, handle::cancel);
        close.setCancelButton(true);
        return close;
    }
}
