package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.wallet.signing.Preferences;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/** What keeps the wallet safe: its backup, its password, when it locks itself, and what may be signed. */
final class SafetyCard {
    private final Words words;
    private final WalletScreen presenter;

    SafetyCard(Words words, WalletScreen presenter) {
        this.words = words;
        this.presenter = presenter;
    }

    Node root() {
        Button phrase = Buttons.secondary(words.get("reveal.open"), Feather.KEY, presenter::showPhrase);
        phrase.setId("wallet-phrase");
        Button password = Buttons.secondary(words.get("change.open"), Feather.LOCK, presenter::changePassword);
        password.setId("wallet-change-password");
        Preferences now = presenter.preferences();
        ComboBox<Integer> minutes = new ComboBox<>();
        minutes.setId("wallet-lock-minutes");
        minutes.getItems().setAll(1, 5, 15, 60, 240);
        if (!minutes.getItems().contains(now.lockMinutes())) {
            minutes.getItems().add(now.lockMinutes());
        }
        minutes.setConverter(new Minutes());
        minutes.setValue(now.lockMinutes());
        minutes.valueProperty()
                .subscribe((before, chosen) ->
                        presenter.prefer(presenter.preferences().withLockMinutes(chosen)));
        CheckBox expert = new CheckBox(words.get("expert"));
        expert.setId("wallet-expert");
        expert.setWrapText(true);
        expert.setSelected(now.expert());
        expert.selectedProperty()
                .subscribe((before, chosen) ->
                        presenter.prefer(presenter.preferences().withExpert(chosen)));
        return Card.titled(
                words.get("safety.title"),
                Texts.body(words.get("safety.text")),
                new HBox(8, phrase, password),
                new Field(words.get("lock.after"), minutes),
                new VBox(2, expert, Texts.caption(words.get("expert.hint"))));
    }

    /** Minutes in words. */
    private final class Minutes extends StringConverter<Integer> {
        @Override
        public String toString(Integer minutes) {
            return minutes == null ? "" : words.get("lock.minutes", minutes);
        }

        @Override
        public Integer fromString(String text) {
            throw new UnsupportedOperationException("the choice is made from a list");
        }
    }
}
