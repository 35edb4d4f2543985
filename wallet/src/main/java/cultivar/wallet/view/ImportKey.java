package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.keys.WrongPasswordException;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The dialog that takes the account of a key file into the wallet. */
final class ImportKey {
    private ImportKey() {}

    static Node content(Words words, WalletSession session, Path file, DialogHandle<Boolean> handle) {
        PasswordField filePassword = input("import-file-password");
        PasswordField password = input("import-password");
        TextField name = new TextField(words.get("import.name"));
        name.setId("import-name");
        Field fileField = new Field(words.get("import.file.password"), filePassword);
        Field walletField = new Field(words.get("import.password"), password);
        VBox box = new VBox(16);
        Button take = Buttons.primary(words.get("import.verb"), null, () -> {
            char[] ofFile = filePassword.getText().toCharArray();
            char[] ofWallet = password.getText().toCharArray();
            box.setDisable(true);
            var _ = session.importKey(file, ofFile, ofWallet, name.getText().strip())
                    .onResult(added -> handle.submit(true))
                    .onFailure(error -> {
                        box.setDisable(false);
                        (error instanceof WrongPasswordException ? walletField : fileField)
                                .errorProperty()
                                .set(Words.line(error));
                    });
        });
        take.setId("import-verb");
        take.setDefaultButton(true);
        take.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> filePassword.getText().isEmpty()
                                || password.getText().isEmpty()
                                || name.getText().isBlank(),
                        filePassword.textProperty(),
                        password.textProperty(),
                        name.textProperty()));
        filePassword.textProperty().subscribe(text -> fileField.errorProperty().set(""));
        password.textProperty().subscribe(text -> walletField.errorProperty().set(""));
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        DialogButtons.first(filePassword);
        box.getChildren()
                .setAll(
                        Texts.body(words.get("import.text", String.valueOf(file.getFileName()))),
                        fileField,
                        walletField,
                        new Field(words.get("contact.name"), name),
                        new DialogButtons(cancel, take));
        // A closed dialog keeps nothing that was typed.
        box.sceneProperty().subscribe((before, now) -> {
            if (now == null) {
                filePassword.clear();
                password.clear();
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
