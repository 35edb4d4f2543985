package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** The dialog that asks for the password; a wrong one is told below the field. */
final class UnlockWallet {
    private UnlockWallet() {}

    static Node content(Words words, WalletSession session, DialogHandle<Boolean> handle) {
        PasswordField input = new PasswordField();
        input.setId("wallet-password");
        Field field = new Field(words.get("unlock.password"), input);
        VBox box = new VBox(16);
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button unlock = Buttons.primary(words.get("unlock.verb"), null, () -> {
            char[] secret = input.getText().toCharArray();
            box.setDisable(true);
            var _ = session.unlock(secret)
                    .onResult(done -> {
                        input.clear();
                        handle.submit(true);
                    })
                    .onFailure(error -> {
                        box.setDisable(false);
                        input.clear();
                        field.errorProperty().set(Words.line(error));
                        input.requestFocus();
                    });
        });
        unlock.setId("wallet-next");
        unlock.setDefaultButton(true);
        unlock.disableProperty().bind(input.textProperty().isEmpty());
        input.textProperty().subscribe(text -> {
            if (!text.isEmpty()) {
                field.errorProperty().set("");
            }
        });
        box.getChildren()
                .addAll(
                        Texts.body(words.get("unlock.text", session.locksAfter().toMinutes())),
                        field,
                        new DialogButtons(cancel, unlock));
        return box;
    }
}
