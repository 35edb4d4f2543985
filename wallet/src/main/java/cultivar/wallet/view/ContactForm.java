package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Contact;
import cultivar.wallet.signing.SettingsException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The dialog about one entry of the address book. */
final class ContactForm {
    private ContactForm() {}

    /**
     * The dialog's content.
     *
     * @param before the entry to change; null for a new one
     */
    static Node content(Words words, AddressBook book, @Nullable Contact before, DialogHandle<Contact> handle) {
        TextField name = new TextField(before == null ? "" : before.name());
        name.setId("contact-name");
        TextField address = new TextField(before == null ? "" : before.address().toString());
        address.setId("contact-address");
        address.setEditable(before == null);
        TextField note = new TextField(before == null ? "" : before.note());
        Field nameField = new Field(words.get("contact.name"), name);
        Field addressField = new Field(words.get("contact.address"), address);
        name.textProperty().subscribe(text -> nameField.errorProperty().set(""));
        address.textProperty().subscribe(text -> addressField.errorProperty().set(""));
        Button save = Buttons.primary(words.get("contact.save"), null, () -> {
            Address parsed;
            try {
                parsed = Address.parse(address.getText());
            } catch (IllegalArgumentException e) {
                addressField.errorProperty().set(Words.line(e));
                return;
            }
            Contact contact = new Contact(parsed, name.getText(), note.getText());
            try {
                if (before == null) {
                    book.add(contact);
                } else {
                    book.edit(contact);
                }
                handle.submit(contact);
            } catch (SettingsException e) {
                nameField.errorProperty().set(Words.line(e));
            }
        });
        save.setId("contact-save");
        save.setDefaultButton(true);
        save.disableProperty()
                .bind(name.textProperty().isEmpty().or(address.textProperty().isEmpty()));
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        DialogButtons.first(name);
        return new VBox(
                16,
                nameField,
                addressField,
                new Field(words.get("contact.note"), note),
                new DialogButtons(cancel, save));
    }
}
