package cultivar.wallet.view;

import cultivar.ui.a11y.TextAreas;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.keys.WalletException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The dialog that makes a wallet: a password, then the phrase, shown once and only while asked to, then three of its
 * words to prove that it was written down. A restored wallet brings its phrase along instead.
 */
final class CreateWallet {
    private static final int ASKED = 3;

    private final Words words;
    private final WalletSession session;
    private final DialogHandle<Boolean> handle;
    private final boolean restore;
    private final StackPane pane = new StackPane();
    private final PasswordField password = new PasswordField();
    private final PasswordField again = new PasswordField();
    private @Nullable Phrase phrase;

    CreateWallet(Words words, WalletSession session, boolean restore, DialogHandle<Boolean> handle) {
        this.words = words;
        this.session = session;
        this.restore = restore;
        this.handle = handle;
        pane.getStylesheets()
                .add(Objects.requireNonNull(CreateWallet.class.getResource("wallet.css"))
                        .toExternalForm());
        pane.sceneProperty().subscribe((before, now) -> {
            if (now == null) {
                wipe();
            }
        });
        show(restore ? phraseInput() : passwordStep());
    }

    Node root() {
        return pane;
    }

    private void show(Node step) {
        pane.getChildren().setAll(step);
    }

    private Node phraseInput() {
        TextArea area = TextAreas.leftByTab(new TextArea());
        area.setWrapText(true);
        area.setPrefRowCount(3);
        Field field = new Field(words.get("restore.phrase"), area).hint(words.get("restore.hint"));
        Button next = Buttons.primary(words.get("create.next"), null, () -> {
            try {
                phrase = Phrase.parse(area.getText());
                area.clear();
                show(passwordStep());
            } catch (WalletException e) {
                field.errorProperty().set(Words.line(e));
            }
        });
        next.disableProperty().bind(area.textProperty().map(String::isBlank));
        area.textProperty().subscribe(text -> field.errorProperty().set(""));
        return step(Texts.body(words.get("restore.text")), field, new DialogButtons(cancel(), next));
    }

    private Node passwordStep() {
        Badge strength = new Badge("", Tone.NEUTRAL);
        strength.visibleProperty().bind(password.textProperty().isNotEmpty());
        password.textProperty().subscribe(text -> {
            Strength found = Strength.of(text);
            strength.set(
                    words.get("strength." + found.name().toLowerCase(Locale.ROOT), Vault.SHORTEST_PASSWORD),
                    switch (found) {
                        case TOO_SHORT -> Tone.DANGER;
                        case WEAK -> Tone.WARNING;
                        case FAIR -> Tone.INFO;
                        case GOOD -> Tone.SUCCESS;
                    });
        });
        password.setId("wallet-password");
        again.setId("wallet-password-again");
        Field second = new Field(words.get("create.again"), again);
        Button next = Buttons.primary(words.get(restore ? "restore.verb" : "create.next"), null, () -> {
            if (!password.getText().equals(again.getText())) {
                second.errorProperty().set(words.get("create.differ"));
            } else if (restore) {
                make(second);
            } else {
                phrase = Phrase.create();
                show(phraseStep());
            }
        });
        again.textProperty().subscribe(text -> second.errorProperty().set(""));
        next.setId("wallet-next");
        next.setDefaultButton(true);
        next.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> Strength.of(password.getText()) == Strength.TOO_SHORT
                                || again.getText().isEmpty(),
                        password.textProperty(),
                        again.textProperty()));
        return step(
                Texts.body(words.get("create.password.text")),
                new VBox(6, new Field(words.get("create.password"), password), strength),
                second,
                new DialogButtons(cancel(), next));
    }

    private Node phraseStep() {
        List<String> list = phrase().words();
        BooleanProperty shown = new SimpleBooleanProperty(this, "shown", false);
        PhraseGrid grid = new PhraseGrid(list, shown);
        Button reveal = Buttons.secondary("", Feather.EYE, () -> shown.set(!shown.get()));
        reveal.textProperty().bind(shown.map(visible -> words.get(visible ? "phrase.hide" : "phrase.show")));
        reveal.setId("phrase-reveal");
        BooleanProperty seen = new SimpleBooleanProperty(this, "seen", false);
        shown.subscribe(visible -> seen.set(seen.get() || visible));
        Button next = Buttons.primary(words.get("phrase.written"), null, () -> show(confirmStep(list)));
        next.setId("wallet-next");
        next.disableProperty().bind(seen.not());
        return step(Texts.body(words.get("phrase.text")), grid, reveal, new DialogButtons(cancel(), next));
    }

    private Node confirmStep(List<String> list) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, list.size()).boxed().toList());
        java.util.Collections.shuffle(places, new Random());
        List<Integer> asked = places.subList(0, ASKED).stream().sorted().toList();
        List<Field> fields = new ArrayList<>();
        List<TextField> inputs = new ArrayList<>();
        VBox rows = new VBox(12);
        for (int place : asked) {
            TextField input = new TextField();
            input.setId("phrase-word-" + (place + 1));
            Field field = new Field(words.get("confirm.word", place + 1), input);
            input.textProperty().subscribe(text -> field.errorProperty().set(""));
            inputs.add(input);
            fields.add(field);
            rows.getChildren().add(field);
        }
        Button back = Buttons.secondary(words.get("confirm.back"), null, () -> show(phraseStep()));
        Button make = Buttons.primary(words.get("create.verb"), null, () -> {
            boolean right = true;
            for (int i = 0; i < ASKED; i++) {
                String typed = inputs.get(i).getText().strip().toLowerCase(Locale.ROOT);
                if (!typed.equals(list.get(asked.get(i)))) {
                    fields.get(i).errorProperty().set(words.get("confirm.wrong"));
                    right = false;
                }
            }
            if (right) {
                make(fields.getLast());
            }
        });
        make.setId("wallet-next");
        make.setDefaultButton(true);
        return step(Texts.body(words.get("confirm.text")), rows, new DialogButtons(back, cancel(), make));
    }

    private void make(Field complaint) {
        char[] secret = password.getText().toCharArray();
        Phrase taken = phrase();
        phrase = null;
        pane.setDisable(true);
        var _ = session.create(secret, taken)
                .onResult(made -> handle.submit(true))
                .onFailure(error -> {
                    pane.setDisable(false);
                    complaint.errorProperty().set(Words.line(error));
                });
    }

    private Phrase phrase() {
        if (phrase == null) {
            throw new IllegalStateException("There is no phrase at this step.");
        }
        return phrase;
    }

    private void wipe() {
        password.clear();
        again.clear();
        if (phrase != null) {
            phrase.close();
            phrase = null;
        }
    }

    private Button cancel() {
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        return cancel;
    }

    private static VBox step(Node... nodes) {
        return new VBox(16, nodes);
    }
}
