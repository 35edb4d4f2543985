package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Network;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The dialog that adds a network of the person's own. */
final class NetworkForm {
    private final Words words;
    private final DialogHandle<Network> handle;
    private final TextField name = new TextField();
    private final TextField chainId = new TextField();
    private final TextField coin = new TextField("ETH");
    private final TextField node = new TextField("https://");
    private final Field chainField;
    private final Field nodeField;
    private final NodeCheck check;

    NetworkForm(Words words, Function<Network, Task<Optional<String>>> asking, DialogHandle<Network> handle) {
        this.words = words;
        this.handle = handle;
        name.setId("network-name");
        chainId.setId("network-chain");
        coin.setId("network-coin");
        node.setId("network-node");
        chainField = new Field(words.get("network.chain"), chainId).hint(words.get("networks.chain.hint"));
        nodeField = new Field(words.get("network.node"), node);
        check = new NodeCheck(words, asking, nodeField);
        chainId.textProperty().subscribe(text -> chainField.errorProperty().set(""));
        node.textProperty().subscribe(text -> nodeField.errorProperty().set(""));
    }

    Node root() {
        Button add = Buttons.primary(words.get("networks.add.verb"), null, this::submit);
        add.setId("network-save");
        add.setDefaultButton(true);
        List<TextField> inputs = List.of(name, chainId, coin, node);
        add.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> check.asking().get()
                                || inputs.stream()
                                        .anyMatch(input -> input.getText().isBlank()),
                        check.asking(),
                        name.textProperty(),
                        chainId.textProperty(),
                        coin.textProperty(),
                        node.textProperty()));
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        DialogButtons.first(name);
        return new VBox(
                16,
                Texts.body(words.get("networks.add.text")),
                new Field(words.get("network.name"), name),
                chainField,
                new Field(words.get("network.coin"), coin),
                nodeField,
                new DialogButtons(cancel, add));
    }

    private void submit() {
        String label = name.getText().strip();
        String id = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (!chainId.getText().strip().matches("[1-9][0-9]{0,17}")) {
            chainField.errorProperty().set(words.get("networks.chain.wrong"));
            return;
        }
        try {
            Network made = Network.custom(
                    id,
                    label,
                    Long.parseLong(chainId.getText().strip()),
                    coin.getText().strip(),
                    node.getText().strip(),
                    null);
            check.run(made, () -> handle.submit(made));
        } catch (ChainException e) {
            nodeField.errorProperty().set(Words.line(e));
        }
    }
}
