package cultivar.wallet.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import cultivar.ui.control.Field;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.screen.Lifecycle;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.chain.MisbehavingNode;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Keystore;
import cultivar.wallet.keys.PrivateKey;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Contact;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.signing.Preferences;
import cultivar.wallet.transaction.Change;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import cultivar.wallet.transaction.State;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wallet's screen and the activity's, from a send to its receipt, against the embedded chain. */
class WalletScreenTest extends WalletUnderTest {
    private static final Address BOB = Address.parse("0xabc0000000000000000000000000000000000b0b");

    private final AtomicInteger networkChanges = new AtomicInteger();
    private final List<SentWatch> watches = new ArrayList<>();
    private WalletHome walletHome;
    private WalletServices services;

    @BeforeEach
    void openWallet() {
        walletHome = new WalletHome(
                chains, new Outboxes(chains, Clock.systemUTC()), book, home.resolve("wallet/settings.json"));
        services = services(walletHome, networkChanges::incrementAndGet);
    }

    private WalletScreen wallet() {
        return onFx(() -> new WalletScreen(services));
    }

    @Test
    void sendsCoinAndFollowsIt() throws Exception {
        unlocked();
        book.add(new Contact(BOB, "Bob", "for tests"));
        open(wallet());
        waitFor("the balance", () -> texts().contains("10 DEMO"));
        picture("wallet");
        press("#wallet-send");
        waitShown("#send-next");
        onFx(() -> {
            node("#send-receiver-text", TextField.class).setText("bob");
            node("#send-amount", TextField.class).setText("1.0.0");
        });
        press("#send-next");
        assertSays("Give a number of DEMO above zero");
        picture("wallet-send");
        onFx(() -> node("#send-amount", TextField.class).setText("1.25"));
        press("#send-next");
        waitFor(
                "it may be signed",
                () -> window.lookup("#signing-sign") != null
                        && !window.lookup("#signing-sign").isDisabled());
        assertSays("Send 1.25 DEMO to Bob.");
        assertThat(node("#signing-purpose", Label.class).getText()).isEqualTo("Send 1.25 DEMO");
        press("#signing-sign");
        waitFor("it was sent", () -> texts().stream().anyMatch(text -> text.startsWith("It is on its way")));
        try (ChainClient client = chains.connect(Network.demoChain())) {
            assertThat(client.balance(BOB))
                    .isEqualTo(COIN.multiply(BigInteger.valueOf(5)).shiftRight(2));
        }
        List<Account> accounts = onFx(() -> List.copyOf(session.accounts()));
        assertThat(walletHome.circle(accounts).used()).contains(BOB);

        ActivityScreen activity = activity(Registrations::none);
        open(activity);
        waitFor("it is final", () -> texts().stream().anyMatch(text -> text.startsWith("Final, in block")));
        picture("activity");
        Path receipt = home.resolve("receipt.html");
        onFx(() -> activity.save(
                new Sent(
                        Network.demoChain(),
                        walletHome.outboxes().entries(Network.demoChain()).getFirst()),
                receipt));
        waitFor("the receipt", () -> Files.exists(receipt));
        assertThat(Files.readString(receipt)).contains("Bob  " + BOB, "1.25 DEMO", "Final, in block");
        onFx(() -> ((ToggleButton) window.lookup("#sent-filter-waiting")).fire());
        settle();
        assertSays("Nothing of this kind.");
    }

    @Test
    void showsThePhraseOnlyToWhoKnowsThePassword() {
        unlocked();
        open(wallet());
        waitShown("#wallet-phrase");
        press("#wallet-phrase");
        waitShown("#reveal-password");
        onFx(() -> node("#reveal-password", PasswordField.class).setText("not this one"));
        press("#reveal-next");
        waitFor("the refusal", () -> texts().stream().anyMatch(text -> text.startsWith("Wrong password")));
        onFx(() -> node("#reveal-password", PasswordField.class).setText(PASSWORD));
        press("#reveal-next");
        waitShown("#phrase-reveal");
        assertThat(texts()).doesNotContain("junk");
        picture("wallet-phrase");
        press("#phrase-reveal");
        assertThat(texts()).contains("junk");
        onFx(() -> window.getScene().getWindow().hide());
        assertThat(texts()).doesNotContain("junk");
    }

    @Test
    void damagedNetworksLeaveTheRestOfTheScreen() throws Exception {
        Account account = unlocked();
        Files.writeString(home.resolve("networks.json"), "[{");
        open(wallet());
        waitFor("what is wrong", () -> texts().stream().anyMatch(text -> text.contains("networks.json are damaged")));
        assertSays(account.address().toString());
    }

    @Test
    void aDamagedRegistrationLeavesTheOthersInTheActivity() {
        unlocked();
        SentEntry good =
                new SentEntry(Instant.EPOCH, "intents", home, "demo", "0x" + "ab".repeat(32), "7", 12, "0.001 DEMO");
        String damage = home.resolve("adapters/style/cultivar-registration.json") + " is damaged. Delete it.";
        open(activity(() -> new Registrations(List.of(good), List.of(damage))));
        waitFor("the registration", () -> texts().contains("Registered \u201cintents\u201d"));
        assertSays(damage);
        picture("activity-damaged");
    }

    @Test
    void whatItCostsIsShownBeforeAReplacementIsSigned() throws Exception {
        Account account = unlocked();
        DevChain chain = DevChain.open(home.resolve("node"), List.of());
        chain.fund(account.address(), COIN);
        try (MisbehavingNode node = MisbehavingNode.over(chain).dropTransactions()) {
            networks.add(node.network());
            try (ChainClient client = chains.connect(node.network())) {
                Outbox outbox = walletHome.outboxes().of(client);
                var _ = outbox.send(
                        outbox.prepare(account.address(), Draft.coin(BOB, BigInteger.ONE), Speed.USUAL, "Coin for Bob"),
                        new AccountSigner(onFx(() -> session.unlocked().orElseThrow()), 0),
                        null);
            }
            open(activity(Registrations::none));
            waitShown("#sent-cancel");
            press("#sent-cancel");
            waitShown("#signing-fee");
            assertThat(node("#signing-fee", Label.class).getText()).matches("at most 0\\.0\\d+ ETH");
            picture("activity-cancel");
            onFx(() -> window.lookupAll(".button").stream()
                    .filter(found -> found instanceof Button button && "Sign the cancellation".equals(button.getText()))
                    .forEach(found -> ((Button) found).fire()));
            waitFor(
                    "it is being cancelled",
                    () -> texts().stream().anyMatch(text -> text.startsWith("Being cancelled"))
                            && window.lookup("#sent-cancel") == null);
            picture("activity-cancelling");
        }
    }

    @Test
    void aRemovalIsToldOnceAndWhatStaysWrongToo() {
        List<String> said = new ArrayList<>();
        Inclusion in = new Inclusion("0x1", 1, "0x2", true, BigInteger.ONE);
        Entry sent = new Entry("0x1", BOB, 0, "Coin for Carol", Instant.now(), List.of(), true, new State.Sent());
        Entry mined = new Entry("0x1", BOB, 0, "Coin for Carol", Instant.now(), List.of(), true, new State.Mined(in));
        Deque<Callable<List<Change>>> looks = new ArrayDeque<>();
        Callable<List<Change>> broken = () -> {
            throw new ChainException("It is damaged.");
        };
        looks.addAll(List.of(broken, broken, () -> List.of(new Change(mined, sent)), broken));
        AtomicInteger looked = new AtomicInteger();
        Lifecycle scope = new Lifecycle();
        SentWatch watch = onFx(
                () -> watch(() -> looks.isEmpty() ? List.of() : looks.pop().call(), notice -> said.add(notice.text())));
        onFx(() -> watch.watch(scope, looked::incrementAndGet));
        for (int look = 1; look <= 4; look++) {
            int most = look;
            waitFor("look " + look, () -> looked.get() >= most);
            onFx(watch::look);
        }
        assertThat(said)
                .containsExactly(
                        "It is damaged.",
                        "A reorganisation of the chain removed \u201cCoin for Carol\u201d. It was sent again.",
                        "It is damaged.");
        onFx(scope::close);
    }

    private SentWatch watch(Callable<List<Change>> resume, Notifications notifications) {
        SentWatch watch = new SentWatch(tasks, resume, notifications);
        watches.add(watch);
        return watch;
    }

    @AfterEach
    void closeWatches() {
        onFx(() -> watches.forEach(SentWatch::close));
    }

    private ActivityScreen activity(Callable<Registrations> registered) {
        return onFx(() -> new ActivityScreen(new ActivityServices(
                registered,
                entry -> {
                    throw new IllegalStateException("nothing was registered");
                },
                entry -> {},
                () -> {},
                services,
                link -> {},
                watch(() -> walletHome.outboxes().resume(), window.notifications()),
                Files::writeString)));
    }

    @Test
    void receivesWithACodeThatCamerasRead() throws Exception {
        Account account = unlocked();
        open(wallet());
        waitShown("#wallet-receive");
        press("#wallet-receive");
        waitShown(".qr-code");
        picture("wallet-receive");
        String text = "ethereum:" + account.address() + "@31337";
        assertThat(read(QrPane.code(text))).isEqualTo(text);
    }

    @Test
    void writesAKeyToAFileUnderThePasswordOnly() {
        Account account = unlocked();
        WalletScreen screen = wallet();
        open(screen);
        Path file = home.resolve("key.json");
        onFx(() -> screen.exportKey(account, file));
        waitFor("the question", () -> texts().contains("Write the key of Account 1 to a file"));
        onFx(() -> window.lookupAll(".password-field").stream()
                .filter(node -> node instanceof PasswordField)
                .forEach(node -> ((PasswordField) node).setText(PASSWORD)));
        onFx(() -> window.lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && "Write the file".equals(button.getText()))
                .forEach(node -> ((Button) node).fire()));
        waitFor("the file", () -> Files.exists(file));
        onFx(() -> screen.importKey(file));
        waitShown("#import-verb");
        onFx(() -> {
            node("#import-file-password", PasswordField.class).setText(PASSWORD);
            node("#import-password", PasswordField.class).setText(PASSWORD);
        });
        press("#import-verb");
        // It is here already, grown from the phrase.
        waitFor("the refusal", () -> texts().stream().anyMatch(text -> text.contains("already")));
        picture("wallet-import");
    }

    @Test
    void importsAKeyThatSignsAtOnceAndSaysWhichPasswordIsWrong() {
        unlocked();
        Path file = home.resolve("key.json");
        try (PrivateKey key =
                PrivateKey.parse("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318".toCharArray())) {
            Keystore.write(file, key, "battery staple".toCharArray());
        }
        WalletScreen screen = wallet();
        open(screen);
        onFx(() -> screen.importKey(file));
        waitShown("#import-verb");
        onFx(() -> {
            node("#import-file-password", PasswordField.class).setText("battery stapler");
            node("#import-password", PasswordField.class).setText(PASSWORD);
        });
        press("#import-verb");
        waitFor("the refusal of the file", () -> texts().contains("This password does not open the file."));
        onFx(() -> {
            node("#import-file-password", PasswordField.class).setText("battery staple");
            node("#import-password", PasswordField.class).setText("not this one");
        });
        press("#import-verb");
        waitFor(
                "the refusal of the wallet",
                () -> texts().stream().anyMatch(text -> text.startsWith("Wrong password")));
        assertThat(onFx(() -> field("#import-file-password").errorProperty().get()))
                .isEmpty();
        assertThat(onFx(() -> field("#import-password").errorProperty().get())).startsWith("Wrong password");
        picture("wallet-import-wrong");
        onFx(() -> {
            node("#import-file-password", PasswordField.class).setText("battery staple");
            node("#import-password", PasswordField.class).setText(PASSWORD);
        });
        press("#import-verb");
        waitFor("the account", () -> session.accounts().size() == 2);
        assertThat(onFx(() -> session.unlocked().orElseThrow().address(-1)))
                .hasToString("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
    }

    private Field field(String selector) {
        Node at = window.lookup(selector);
        while (!(at instanceof Field)) {
            at = at.getParent();
        }
        return (Field) at;
    }

    @Test
    void keepsWhatWasChosen() {
        unlocked();
        open(wallet());
        waitFor(
                "what was chosen is read",
                () -> isShown("#wallet-expert")
                        && !node("#wallet-expert", CheckBox.class).isDisabled());
        onFx(() -> node("#wallet-expert", CheckBox.class).fire());
        waitFor("it is kept", () -> walletHome.preferences().equals(new Preferences(15, true)));
        waitShown("#network-toggle-base");
        onFx(() -> node("#network-toggle-base", Button.class).fire());
        waitFor("the question", () -> texts().contains("Send real coin on Base?"));
        picture("wallet-real-coin");
        onFx(() -> window.lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && "Turn it on".equals(button.getText()))
                .forEach(node -> ((Button) node).fire()));
        waitFor("the change is told", () -> networkChanges.get() == 1);
        assertThat(networks.rules(Network.named("base")).enabled()).isTrue();
        press("#contact-add");
        waitShown("#contact-save");
        onFx(() -> {
            node("#contact-name", TextField.class).setText("Carol");
            node("#contact-address", TextField.class).setText("0x123");
        });
        press("#contact-save");
        assertSays("An address is 0x and 40 hexadecimal digits");
        onFx(() -> node("#contact-address", TextField.class).setText(BOB.toString()));
        press("#contact-save");
        assertThat(book.of(BOB)).isEqualTo(Optional.of("Carol"));
        assertThat(new Circle(Map.of(), book, Set.of()).orShort(BOB)).isEqualTo("Carol");
    }

    private void press(String selector) {
        onFx(() -> {
            Button button = (Button) window.lookup(selector);
            assertThat(button.isDisabled()).isFalse();
            button.fire();
        });
        settle();
    }

    private static String read(BitMatrix code) throws Exception {
        int scale = 4;
        int size = code.getWidth() * scale;
        int[] pixels = new int[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                pixels[y * size + x] = code.get(x / scale, y / scale) ? 0 : 0xffffff;
            }
        }
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
