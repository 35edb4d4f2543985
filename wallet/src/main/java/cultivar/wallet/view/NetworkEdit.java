package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signing.Amounts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The dialog with the settings of one network: its node, its limits, when something is settled, the contracts. */
final class NetworkEdit {
    private static final double SUM_WIDTH = 200;
    private static final double HIGHEST = 500;

    private final Words words;
    private final Network network;
    private final DialogHandle<Wish> handle;
    private final TextField node = new TextField();
    private final TextField perTransaction = new TextField();
    private final TextField perDay = new TextField();
    private final TextField confirmations = new TextField();
    private final List<TextField> contracts = new ArrayList<>();
    private final TitledPane more = new TitledPane();
    private final ScrollPane scroll = new ScrollPane();
    private final NodeCheck check;
    private final Field nodeField;
    private final Field transactionField;
    private final Field dayField;
    private final Field confirmationsField;
    private final Field contractsField;

    /**
     * What the person wants.
     *
     * @param node null where there is none to choose
     * @param perTransaction wei; null for any sum
     * @param perDay wei; null for any sum
     * @param contracts null if none are known
     */
    record Wish(
            @Nullable String node,
            @Nullable BigInteger perTransaction,
            @Nullable BigInteger perDay,
            int confirmations,
            @Nullable Contracts contracts) {}

    NetworkEdit(
            Words words,
            Network network,
            NetworkRules rules,
            Function<Network, Task<Optional<String>>> asking,
            DialogHandle<Wish> handle) {
        this.words = words;
        this.network = network;
        this.handle = handle;
        node.setId("network-node");
        node.setText(Objects.requireNonNullElse(network.rpc(), ""));
        perTransaction.setId("network-limit");
        perTransaction.setText(shown(rules.perTransaction()));
        perDay.setId("network-daily");
        perDay.setText(shown(rules.perDay()));
        confirmations.setId("network-confirmations");
        confirmations.setText(Integer.toString(rules.confirmations()));
        nodeField = new Field(words.get("network.node"), node).hint(words.get("networks.node.hint"));
        check = new NodeCheck(words, asking, nodeField);
        transactionField = new Field(words.get("networks.limit.one", network.coin()), perTransaction);
        dayField = new Field(words.get("networks.limit.day", network.coin()), perDay);
        confirmationsField = new Field(words.get("networks.confirmations"), confirmations)
                .hint(words.get("networks.confirmations.hint"));
        contractsField = new Field(words.get("networks.contracts"), addresses(network.contracts()))
                .hint(words.get("networks.contracts.hint"));
        forgive(node, nodeField);
        forgive(perTransaction, transactionField);
        forgive(perDay, dayField);
        forgive(confirmations, confirmationsField);
        contracts.forEach(input -> forgive(input, contractsField));
    }

    /** What is wrong is said until somebody begins to mend it. */
    private static void forgive(TextField input, Field field) {
        input.textProperty().subscribe(text -> field.errorProperty().set(""));
    }

    private static String shown(@Nullable BigInteger wei) {
        return wei == null ? "" : Amounts.coin(wei, "").strip();
    }

    private Node addresses(@Nullable Contracts known) {
        VBox box = new VBox(6);
        List<String> names = List.of("datanets", "adapters", "rewards", "stakes");
        List<String> values = known == null
                ? List.of("", "", "", "")
                : List.of(
                        known.datanets().toString(),
                        known.adapters().toString(),
                        known.rewards().toString(),
                        known.stakes().toString());
        for (int i = 0; i < names.size(); i++) {
            TextField field = new TextField(values.get(i));
            field.setId("network-" + names.get(i));
            field.getStyleClass().add("mono");
            contracts.add(field);
            box.getChildren().add(new Field(words.get("networks.contracts." + names.get(i)), field));
        }
        return box;
    }

    Node root() {
        Button save = Buttons.primary(words.get("contact.save"), null, this::submit);
        save.setId("network-save");
        save.setDefaultButton(true);
        save.disableProperty().bind(check.asking());
        Button cancel = Buttons.secondary(words.get("create.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        HBox sums = new HBox(12, transactionField, dayField);
        for (Field field : List.of(transactionField, dayField)) {
            field.setPrefWidth(SUM_WIDTH);
            HBox.setHgrow(field, Priority.ALWAYS);
        }
        VBox body = new VBox(16, sums, Texts.caption(words.get("networks.limit.hint")), confirmationsField);
        body.getStyleClass().add("signing-body");
        if (!network.isEmbedded()) {
            body.getChildren().addFirst(nodeField);
            more.setText(words.get("networks.contracts.title"));
            more.setContent(contractsField);
            more.setId("network-contracts");
            more.setAnimated(false);
            more.setExpanded(false);
            body.getChildren().add(more);
        }
        scroll.setContent(body);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "signing-scroll");
        scroll.setMaxHeight(HIGHEST);
        // What wraps knows its height only when it has its width.
        scroll.prefViewportHeightProperty().bind(body.heightProperty());
        VBox root = new VBox(16, scroll);
        root.getStylesheets()
                .add(Objects.requireNonNull(NetworkEdit.class.getResource("wallet.css"))
                        .toExternalForm());
        root.getChildren().add(new DialogButtons(cancel, save));
        DialogButtons.first(network.isEmbedded() ? perTransaction : node);
        return root;
    }

    private void submit() {
        Optional<Optional<BigInteger>> one = sum(perTransaction, transactionField);
        Optional<Optional<BigInteger>> day = sum(perDay, dayField);
        Optional<Integer> blocks = blocks();
        Optional<Optional<Contracts>> four = contracts();
        boolean above = isNode() && one.isPresent() && day.isPresent() && blocks.isPresent();
        if (above && four.isEmpty()) {
            // What is wrong lies below what the dialog shows at first.
            more.setExpanded(true);
            scroll.setVvalue(scroll.getVmax());
        }
        if (above && four.isPresent()) {
            String address = network.isEmbedded() ? null : node.getText().strip();
            Wish wish = new Wish(
                    address,
                    one.get().orElse(null),
                    day.get().orElse(null),
                    blocks.get(),
                    four.get().orElse(null));
            if (address == null || address.equals(network.rpc())) {
                handle.submit(wish);
            } else {
                check.run(network.withRpc(address), () -> handle.submit(wish));
            }
        }
    }

    private boolean isNode() {
        if (network.isEmbedded()) {
            return true;
        }
        try {
            var _ = network.withRpc(node.getText().strip());
            return true;
        } catch (ChainException e) {
            nodeField.errorProperty().set(Words.line(e));
            return false;
        }
    }

    /** An inner nothing is any sum, an outer one is a mistake. */
    private Optional<Optional<BigInteger>> sum(TextField input, Field field) {
        String text = input.getText().strip();
        if (text.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        Optional<BigInteger> wei = SendCoin.parse(text);
        if (wei.isEmpty()) {
            field.errorProperty().set(words.get("send.amount.wrong", network.coin()));
            return Optional.empty();
        }
        return Optional.of(wei);
    }

    private Optional<Integer> blocks() {
        String text = confirmations.getText().strip();
        if (text.matches("[1-9][0-9]{0,3}")) {
            return Optional.of(Integer.parseInt(text));
        }
        confirmationsField.errorProperty().set(words.get("networks.confirmations.wrong"));
        return Optional.empty();
    }

    private Optional<Optional<Contracts>> contracts() {
        List<String> texts =
                contracts.stream().map(field -> field.getText().strip()).toList();
        if (network.contracts() == null && texts.stream().allMatch(String::isEmpty)) {
            return Optional.of(Optional.empty());
        }
        try {
            List<Address> four = texts.stream().map(Address::parse).toList();
            return Optional.of(Optional.of(new Contracts(four.get(0), four.get(1), four.get(2), four.get(3))));
        } catch (IllegalArgumentException e) {
            contractsField.errorProperty().set(words.get("networks.contracts.wrong", Words.line(e)));
            return Optional.empty();
        }
    }
}
