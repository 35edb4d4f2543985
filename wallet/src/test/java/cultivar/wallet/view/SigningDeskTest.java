package cultivar.wallet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.keys.Account;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Contact;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Review;
import cultivar.wallet.signing.Reviewer;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing and refusing with a real pointer and real keys, against the embedded chain. */
class SigningDeskTest extends WalletUnderTest {
    private static final Network DEMO = Network.demoChain();
    private static final Address BOB = Address.parse("0xabc0000000000000000000000000000000000b0b");
    private static final Address FAKE = Address.parse("0xabc1111111111111111111111111111111111b0b");

    private final List<Optional<Signable>> answers = new ArrayList<>();
    private boolean expert;
    private volatile boolean dry;
    private @Nullable Semaphore gate;
    private Account me;
    private SigningDesk desk;

    @BeforeEach
    void openDesk() {
        me = unlocked();
        Reviewer reviewer = new Reviewer(chains);
        desk = onFx(() -> new SigningDesk(new SigningServices(
                session,
                tasks,
                window.dialogs(),
                (request, circle) -> {
                    if (gate != null) {
                        gate.acquireUninterruptibly();
                    }
                    return reviewer.review(request, circle);
                },
                accounts -> new Circle(Map.of(me.address(), me.name()), book, Set.of()),
                () -> {
                    assertThat(Platform.isFxApplicationThread())
                            .as("it is read from a file")
                            .isFalse();
                    return expert;
                },
                address -> {
                    if (dry) {
                        throw new ChainException("The faucet is dry.");
                    }
                    DemoWallet.fund(chains.demoChain(), address);
                })));
        open();
    }

    @Test
    void signsAfterTheTryAndNotBefore() {
        book.add(new Contact(BOB, "Bob", ""));
        Semaphore held = new Semaphore(0);
        gate = held;
        ask(Draft.coin(BOB, COIN));
        waitShown("#signing-sign");
        pause();
        assertThat(isDisabled("#signing-sign")).as("before the try has come").isTrue();
        picture("signing-looking");
        held.release(100);
        waitShown("#signing-total");
        assertThat(onFx(() -> window.getScene().getFocusOwner()))
                .isEqualTo(onFx(() -> window.lookup("#signing-cancel")));
        assertThat(node("#signing-sentence", Label.class).getText()).isEqualTo("Send 1 DEMO to Bob.");
        assertSays("\u2212 1 DEMO");
        assertSays(BOB.toString());
        assertSays("Demo chain");
        picture("signing-coin");
        waitReady();
        click(node("#signing-speed-fast", ToggleButton.class));
        click(node("#signing-sign", Button.class));
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst())
                .hasValueSatisfying(signable -> assertThat(signable)
                        .isInstanceOfSatisfying(Signable.Send.class, send -> {
                            assertThat(send.outgoing().to()).isEqualTo(BOB);
                            assertThat(send.outgoing().value()).isEqualTo(COIN);
                            assertThat(send.outgoing().gasLimit()).isEqualTo(21_000);
                            assertThat(send.approval()).isEmpty();
                        }));
    }

    @Test
    void nothingIsSignedBeforeTheDialogStoodStill() {
        SigningModel model = new SigningModel();
        SigningRequest.Message request = new SigningRequest.Message(DEMO, me, "{}", "");
        model.review()
                .set(new Review.OfMessage(
                        request,
                        new Meaning.Known("Sign it.", List.of(), List.of(), Optional.empty()),
                        Optional.empty(),
                        "{}"));
        assertThat(model.signable().get()).as("a second click comes too soon").isFalse();
        model.settled().set(true);
        assertThat(model.signable().get()).isTrue();
        model.review().set(new Review.OfMessage(request, new Meaning.Forbidden("No."), Optional.empty(), ""));
        model.insisted().set(true);
        assertThat(model.signable().get()).isFalse();
    }

    @Test
    void escapeAndEnterRefuse() {
        ask(Draft.coin(BOB, COIN));
        waitReady();
        press(KeyCode.ESCAPE);
        assertThat(answers).containsExactly(Optional.empty());
        ask(Draft.coin(BOB, COIN));
        waitReady();
        press(KeyCode.ENTER);
        assertThat(answers)
                .as("Enter is for the default, which is to cancel")
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void warnsOfNewAndOfLookAlikeAddresses() {
        ask(Draft.coin(BOB, COIN));
        waitShown("#signing-total");
        assertSays("You have never sent anything to this address");
        picture("signing-new-address");
        press(KeyCode.ESCAPE);
        book.add(new Contact(BOB, "Bob", ""));
        ask(Draft.coin(FAKE, COIN));
        waitShown("#signing-total");
        assertSays("This address begins and ends like \u201cBob\u201d");
        assertSays(BOB.toString());
        assertSays(FAKE.toString());
        picture("signing-look-alike");
    }

    @Test
    void refusesWhatItCannotRead() {
        Draft unknown = new Draft(registry(), BigInteger.ZERO, new byte[] {1, 2, 3, 4, 5});
        ask(unknown);
        waitShown("#signing-total");
        assertSays("The wallet cannot tell what this does.");
        assertThat(isShown("#signing-insist")).isFalse();
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        picture("signing-unknown");
        press(KeyCode.ESCAPE);

        expert = true;
        ask(unknown);
        waitShown("#signing-insist");
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        CheckBox insist = node("#signing-insist", CheckBox.class);
        onFx(() -> node("#signing-body", VBox.class).layout());
        scrollToEnd();
        click(insist);
        assertThat(isDisabled("#signing-sign")).isFalse();
        picture("signing-unknown-expert");
    }

    @Test
    void tellsWhyACallWouldFail() {
        // register(1, 1, 1, no versions, no parents): selector, three hashes, two offsets, two lengths of nothing.
        String word = "%064x";
        String body = word.formatted(1).repeat(3)
                + word.formatted(160)
                + word.formatted(192)
                + word.formatted(0).repeat(2);
        byte[] selector =
                Arrays.copyOf(Keccak.hash("register(bytes32,bytes32,bytes32,(uint256,uint256)[],uint256[])"), 4);
        ask(Draft.call(registry(), Hex.decode(Hex.encode(selector) + body)));
        waitShown("#signing-total");
        assertSays("This would fail, and its fee would be lost. No datanet is named; at least one is needed.");
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        picture("signing-would-fail");
    }

    @Test
    void asksForThePasswordAboveTheLimit() {
        networks.limit(DEMO, COIN.shiftRight(1), null);
        ask(Draft.coin(BOB, COIN));
        waitShown("#signing-total");
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        scrollToEnd();
        PasswordField input = node("#signing-password", PasswordField.class);
        onFx(() -> input.setText("wrong password"));
        press("#signing-sign");
        waitFor("the refusal", () -> texts().stream().anyMatch(text -> text.startsWith("Wrong password")));
        picture("signing-wrong-password");
        assertThat(answers).isEmpty();
        onFx(() -> input.setText(PASSWORD));
        press("#signing-sign");
        waitFor("the answer", () -> !answers.isEmpty());
        assertThat(answers.getFirst())
                .hasValueSatisfying(signable -> assertThat(signable)
                        .isInstanceOfSatisfying(
                                Signable.Send.class,
                                send -> assertThat(send.approval()).isPresent()));
        assertThat(onFx(() -> input.getText())).isEmpty();
    }

    @Test
    void offersDemoCoinToThePoor() {
        ask(Draft.coin(BOB, COIN.multiply(BigInteger.valueOf(11))));
        waitShown("#signing-faucet");
        assertSays("The account has 10 DEMO and needs up to 11.");
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        picture("signing-too-poor");
        dry = true;
        press("#signing-faucet");
        waitFor("the failure", () -> texts().contains("The faucet is dry."));
        assertThat(isDisabled("#signing-sign")).isTrue();
        dry = false;
        press("#signing-again");
        waitShown("#signing-faucet");
        press("#signing-faucet");
        waitReady();
        assertThat(isDisabled("#signing-sign")).isFalse();
    }

    @Test
    void showsOneRequestAfterTheOther() {
        for (int i = 1; i <= 3; i++) {
            ask(Draft.coin(BOB, COIN.multiply(BigInteger.valueOf(i))));
        }
        waitReady();
        assertThat(node("#signing-place", Label.class).getText()).isEqualTo("1 of 3");
        picture("signing-queue");
        press(KeyCode.ESCAPE);
        waitFor("the second", () -> texts().contains("2 of 3"));
        waitReady();
        assertThat(node("#signing-sentence", Label.class).getText()).startsWith("Send 2 DEMO");
        press("#signing-sign");
        waitFor("the third", () -> texts().contains("3 of 3"));
        press(KeyCode.ESCAPE);
        assertThat(answers).hasSize(3);
        assertThat(answers.stream().map(Optional::isPresent)).containsExactly(false, true, false);
        ask(Draft.coin(BOB, COIN));
        waitReady();
        assertThat(isShown("#signing-place")).isFalse();
    }

    @Test
    void marksRealCoin() {
        Network base = Network.named("base");
        SigningRequest.Send request = new SigningRequest.Send(base, me, Draft.coin(BOB, COIN), "");
        Reviewer demo = new Reviewer(chains);
        // No real network can be reached from a test, so the demo chain's answers stand in for its.
        SigningDesk real = onFx(() -> new SigningDesk(new SigningServices(
                session,
                tasks,
                window.dialogs(),
                (asked, circle) -> switch (demo.review(
                        new SigningRequest.Send(DEMO, me, request.draft(), ""), circle)) {
                    case Review.OfSend send ->
                        new Review.OfSend(
                                request,
                                send.meaning(),
                                send.recipient(),
                                send.forecast(),
                                send.fees(),
                                send.gasLimit(),
                                send.balance(),
                                send.nonce(),
                                networks.rules(base));
                    case Review.OfMessage message -> message;
                },
                accounts -> new Circle(Map.of(me.address(), me.name()), book, Set.of()),
                () -> false,
                address -> {})));
        onFx(() -> real.ask(request).thenAccept(answers::add));
        waitShown("#signing-total");
        assertSays("Real coin");
        assertSays("Sending on Base is off");
        pause();
        assertThat(isDisabled("#signing-sign")).isTrue();
        picture("signing-real-coin");
    }

    @Test
    void readsMessages() {
        String json = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"}],\
            "Contribution":[{"name":"datanet","type":"string"},{"name":"contributor","type":"address"},\
            {"name":"rows","type":"uint256"},{"name":"licences","type":"string[]"},{"name":"root","type":"bytes32"},\
            {"name":"rowsHash","type":"bytes32"},{"name":"created","type":"string"},{"name":"note","type":"string"}]},\
            "primaryType":"Contribution","domain":{"name":"Cultivar","version":"1"},"message":{\
            "datanet":"defi-intents","contributor":"%s","rows":3,"licences":["CC0-1.0"],"root":"%s",\
            "rowsHash":"%s","created":"2026-11-27T00:00:00Z","note":""}}\
            """.formatted(me.address(), "0x" + "11".repeat(32), "0x" + "22".repeat(32));
        onFx(() -> desk.ask(new SigningRequest.Message(DEMO, me, json, "")).thenAccept(answers::add));
        waitFor("it is read", () -> texts().stream().anyMatch(text -> text.startsWith("Give 3 rows")));
        picture("signing-message");
        waitReady();
        press("#signing-sign");
        assertThat(answers.getFirst()).containsInstanceOf(Signable.Message.class);
    }

    private void ask(Draft draft) {
        onFx(() -> desk.ask(new SigningRequest.Send(DEMO, me, draft, "A test")).thenAccept(answers::add));
        settle();
    }

    /** Until it may be signed. */
    private void waitReady() {
        waitFor(
                "it may be signed",
                () -> window.lookup("#signing-sign") != null
                        && !window.lookup("#signing-sign").isDisabled());
        settle();
    }

    private static void pause() {
        long end = System.nanoTime() + (long) (SigningPane.STILL.toMillis() * 2_000_000);
        while (System.nanoTime() < end) {
            settle();
        }
    }

    private void press(String selector) {
        onFx(() -> {
            Button button = (Button) window.lookup(selector);
            assertThat(button.isDisabled()).isFalse();
            button.fire();
        });
        settle();
    }

    private void scrollToEnd() {
        onFx(() -> node(".signing-scroll", ScrollPane.class).setVvalue(1));
        settle();
    }

    private static Address registry() {
        return Objects.requireNonNull(DEMO.contracts()).adapters();
    }
}
