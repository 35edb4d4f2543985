package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** The dialog that seals the wallet under another password. */
final class ChangePassword {
    private ChangePassword() {}

    static Node content(Words words, WalletSession session, DialogHandle<Boolean> handle) {
        PasswordField old = input("password-old");
        PasswordField fresh = input("password-new");
        PasswordField again = input("password-again");
        Field oldField = new Field(words.get("change.old"), old);
        Field againField = new Field(words.get("create.again"), again);
        VBox box = new VBox(16);
        Button change = Buttons.primary(words.get("change.verb"), null, () -> {
            if (!fresh.getText().equals(again.getText())) {
                againField.errorProperty().set(words.get("create.differ"));
                return;
            }
            char[] before = old.getText().toCharArray();
            char[] after = fresh.getText().toCharArray();
            box.setDisable(true);
            var _ = session.changePassword(before, after)
                    .onResult(done -> handle.submit(true))
                    .onFailure(error -> {
                        box.setDisable(false);
                        oldField.errorProperty().set(Words.line(error));
                    });
        });
        change.setId("password-change");
        change.setDefaultButton(true);
        change.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> old.getText().isEmpty() || Strength.of(fresh.getText()) == Strength.TOO_SHORT,
                        old.textProperty(),
                        fresh.textProperty()));
        old.textProperty().subscribe(text -> oldField.errorProperty().set(""));
        again.textProperty().subscribe(text -> againField.errorProperty().set(""));
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        DialogButtons.first(old);
        box.getChildren()
                .setAll(
                        Texts.body(words.get("change.text")),
                        oldField,
                        new Field(words.get("change.new"), fresh),
                        againField,
                        new DialogButtons(cancel, change));
        // A closed dialog keeps nothing that was typed.
        box.sceneProperty().subscribe((before, now) -> {
            if (now == null) {
                old.clear();
                fresh.clear();
                again.clear();
            }
        });
        return box;
    }

    private static PasswordField input(String id) {
        PasswordField input = new PasswordField();
        input.setId(id);
        return input;
    }
}
