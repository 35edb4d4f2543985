package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.Dialogs;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Contact;
import cultivar.wallet.signing.SettingsException;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The address book on the wallet's screen. */
final class ContactsCard {
    private final Words words;
    private final AddressBook book;
    private final Dialogs dialogs;
    private final VBox rows = new VBox(8);
    private final Card card;

    ContactsCard(Words words, AddressBook book, Dialogs dialogs) {
        this.words = words;
        this.book = book;
        this.dialogs = dialogs;
        Button add = Buttons.secondary(words.get("contact.add"), Feather.USER_PLUS, () -> edit(null));
        add.setId("contact-add");
        card = Card.titled(words.get("contact.title"), rows).actions(add);
        refresh();
    }

    Node root() {
        return card;
    }

    void refresh() {
        List<Contact> contacts = book.contacts();
        rows.getChildren().clear();
        book.problem().ifPresent(problem -> {
            Label line = Texts.body(problem);
            line.getStyleClass().add("error-text");
            rows.getChildren().add(line);
        });
        if (contacts.isEmpty() && book.problem().isEmpty()) {
            rows.getChildren().add(Texts.muted(words.get("contact.empty")));
        }
        contacts.forEach(contact -> rows.getChildren().add(row(contact)));
    }

    private Node row(Contact contact) {
        String address = contact.address().toString();
        Label name = new Label(contact.name());
        name.getStyleClass().add("strong");
        Label where = Texts.mono(address);
        where.setMinWidth(0);
        HBox line = new HBox(2, where, new CopyButton(words.get("address.copy", contact.name()), () -> address));
        line.setAlignment(Pos.CENTER_LEFT);
        VBox who = new VBox(1, name, line);
        if (!contact.note().isEmpty()) {
            who.getChildren().add(Texts.caption(contact.note()));
        }
        who.setMinWidth(0);
        HBox.setHgrow(who, Priority.ALWAYS);
        Button edit = Buttons.icon(Feather.EDIT_2, words.get("contact.edit", contact.name()), () -> edit(contact));
        Button remove =
                Buttons.icon(Feather.TRASH_2, words.get("contact.remove", contact.name()), () -> remove(contact));
        Region gap = new Region();
        HBox out = new HBox(6, who, gap, edit, remove);
        out.setAlignment(Pos.CENTER_LEFT);
        return out;
    }

    private void edit(@Nullable Contact before) {
        var _ = dialogs.<Contact>show(
                        words.get(before == null ? "contact.add.title" : "contact.edit.title"),
                        handle -> ContactForm.content(words, book, before, handle))
                .thenAccept(saved -> refresh());
    }

    private void remove(Contact contact) {
        var _ = dialogs.confirm(Confirm.destructive(
                        words.get("contact.remove.title", contact.name()),
                        words.get("contact.remove.text"),
                        words.get("contact.remove.verb")))
                .thenAccept(agreed -> {
                    if (agreed) {
                        try {
                            book.remove(contact.address());
                        } catch (SettingsException e) {
                            var _ = dialogs.confirm(
                                    Confirm.of(words.get("contact.failed"), Words.line(e), words.get("receive.close")));
                        }
                        refresh();
                    }
                });
    }
}
