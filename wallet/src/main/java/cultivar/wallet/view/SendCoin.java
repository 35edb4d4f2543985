package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Contact;
import cultivar.wallet.signing.Draft;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The dialog that asks how much coin goes to whom; what it makes is signed in another one. */
final class SendCoin {
    private final Words words;
    private final Network network;
    private final AddressBook book;
    private final DialogHandle<Draft> handle;
    private final ComboBox<String> receiver = new ComboBox<>();
    private final TextField amount = new TextField();
    private final Field receiverField;
    private final Field amountField;

    SendCoin(Words words, Network network, AddressBook book, DialogHandle<Draft> handle) {
        this.words = words;
        this.network = network;
        this.book = book;
        this.handle = handle;
        receiver.setEditable(true);
        receiver.setId("send-receiver");
        receiver.getEditor().setId("send-receiver-text");
        receiver.getItems().setAll(book.contacts().stream().map(Contact::name).toList());
        amount.setId("send-amount");
        receiverField = new Field(words.get("send.receiver"), receiver).hint(words.get("send.receiver.hint"));
        amountField = new Field(words.get("send.amount", network.coin()), amount).hint(words.get("send.amount.hint"));
        receiver.getEditor()
                .textProperty()
                .subscribe(text -> receiverField.errorProperty().set(""));
        amount.textProperty().subscribe(text -> amountField.errorProperty().set(""));
    }

    Node root() {
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button next = Buttons.primary(words.get("send.next"), null, this::submit);
        next.setId("send-next");
        next.setDefaultButton(true);
        next.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> receiver.getEditor().getText().isBlank()
                                || amount.getText().isBlank(),
                        receiver.getEditor().textProperty(),
                        amount.textProperty()));
        DialogButtons.first(receiver.getEditor());
        return new VBox(
                16,
                Texts.body(words.get("send.text", network.label())),
                receiverField,
                amountField,
                new DialogButtons(cancel, next));
    }

    private void submit() {
        Optional<Address> to = address(receiver.getEditor().getText().strip());
        Optional<BigInteger> wei = wei(amount.getText().strip());
        if (to.isPresent() && wei.isPresent()) {
            handle.submit(Draft.coin(to.get(), wei.get()));
        }
    }

    private Optional<Address> address(String text) {
        Optional<Address> named = book.contacts().stream()
                .filter(contact -> contact.name().equalsIgnoreCase(text))
                .map(Contact::address)
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        try {
            return Optional.of(Address.parse(text));
        } catch (IllegalArgumentException e) {
            receiverField.errorProperty().set(Words.line(e));
            return Optional.empty();
        }
    }

    private Optional<BigInteger> wei(String text) {
        Optional<BigInteger> wei = parse(text);
        if (wei.isEmpty()) {
            amountField.errorProperty().set(words.get("send.amount.wrong", network.coin()));
        }
        return wei;
    }

    /** A number of coins with a point; nothing if it is none, is not above zero, or is finer than the coin. */
    static Optional<BigInteger> parse(String text) {
        if (!text.matches("[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            return Optional.empty();
        }
        try {
            BigInteger wei = Amounts.units(new BigDecimal(text), Amounts.COIN);
            return wei.signum() > 0 ? Optional.of(wei) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
