package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CodeBlock;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.rewards.EpochShare;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.Proof;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The dialog with the proof of one epoch: checked here, and written so that others can check it. */
final class ProofPane {
    private static final double WIDTH = 660;
    private static final double HIGHEST = 230;

    private ProofPane() {}

    static Node content(Words words, RewardsFound found, PotShare pot, EpochShare epoch, DialogHandle<Boolean> handle) {
        Proof proof = found.proof(epoch);
        boolean holds = proof.holds();
        Badge badge = new Badge(
                words.get(holds ? "rewards.proof.holds" : "rewards.proof.fails"), holds ? Tone.SUCCESS : Tone.DANGER);
        Node sentence = Texts.body(words.get(holds ? "rewards.proof.holds.text" : "rewards.proof.fails.text"));
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox verdict = new HBox(10, badge, sentence);
        verdict.setAlignment(Pos.TOP_LEFT);
        KeyValueGrid grid = new KeyValueGrid()
                .mono(words.get("rewards.proof.adapter"), RewardsFound.hash(pot.adapter()))
                .mono(words.get("rewards.proof.root"), epoch.posted().root())
                .text(words.get("rewards.proof.cumulative"), found.amount(words, pot.pot(), epoch.cumulative()))
                .text(
                        words.get("rewards.proof.block"),
                        Long.toString(epoch.posted().block()));
        ScrollPane scroll = new ScrollPane(new CodeBlock(proof.json()));
        scroll.setId("proof-json");
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.setPrefViewportHeight(HIGHEST);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        Button close = DialogButtons.first(Buttons.secondary(words.get("receive.close"), null, handle::cancel));
        close.setId("proof-close");
        close.setCancelButton(true);
        VBox box = new VBox(
                14, verdict, grid, Texts.caption(words.get("rewards.proof.how")), scroll, new DialogButtons(close));
        box.setPrefWidth(WIDTH);
        return box;
    }
}
