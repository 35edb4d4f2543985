package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.wallet.signing.Preferences;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What keeps the wallet safe: its backup, its password, when it locks itself, and what may be signed. */
final class SafetyCard {
    private final Words words;
    private final WalletScreen presenter;
    private final ComboBox<Integer> minutes = new ComboBox<>();
    private final CheckBox expert;
    private @Nullable Preferences known;

    SafetyCard(Words words, WalletScreen presenter) {
        this.words = words;
        this.presenter = presenter;
        this.expert = new CheckBox(words.get("expert"));
    }

    Node root() {
        Button phrase = Buttons.secondary(words.get("reveal.open"), Feather.KEY, presenter::showPhrase);
        phrase.setId("wallet-phrase");
        Button password = Buttons.secondary(words.get("change.open"), Feather.LOCK, presenter::changePassword);
        password.setId("wallet-change-password");
        minutes.setId("wallet-lock-minutes");
        minutes.getItems().setAll(1, 5, 15, 60, 240);
        minutes.setConverter(new Minutes());
        minutes.setDisable(true);
        minutes.valueProperty().subscribe((before, chosen) -> prefer(now -> now.withLockMinutes(chosen)));
        expert.setId("wallet-expert");
        expert.setWrapText(true);
        expert.setDisable(true);
        expert.selectedProperty().subscribe((before, chosen) -> prefer(now -> now.withExpert(chosen)));
        return Card.titled(
                words.get("safety.title"),
                Texts.body(words.get("safety.text")),
                new HBox(8, phrase, password),
                new Field(words.get("lock.after"), minutes),
                new VBox(2, expert, Texts.caption(words.get("expert.hint"))));
    }

    /** Shows what was chosen; until then nothing can be chosen anew. */
    void show(Preferences chosen) {
        known = null;
        if (!minutes.getItems().contains(chosen.lockMinutes())) {
            minutes.getItems().add(chosen.lockMinutes());
        }
        minutes.setValue(chosen.lockMinutes());
        expert.setSelected(chosen.expert());
        known = chosen;
        minutes.setDisable(false);
        expert.setDisable(false);
    }

    private void prefer(UnaryOperator<Preferences> change) {
        if (known != null) {
            known = change.apply(known);
            presenter.prefer(known);
        }
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
