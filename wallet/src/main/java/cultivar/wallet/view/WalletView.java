package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The wallet's nodes. */
final class WalletView {
    private final WalletScreen presenter;
    private final WalletServices services;
    private final WalletModel model;
    private final Words words;
    private final Page page;
    private final VBox accounts = new VBox(16);
    private final VBox more = new VBox(16);
    private final Badge state = new Badge("", Tone.NEUTRAL);
    private final SafetyCard safety;
    private final Button lock;
    private final Button unlock;
    private final Button rewards;

    WalletView(WalletScreen presenter, WalletServices services, WalletModel model, Words words, NetworkDesk networks) {
        this.presenter = presenter;
        this.services = services;
        this.model = model;
        this.words = words;
        safety = new SafetyCard(words, presenter);
        lock = Buttons.secondary(words.get("lock"), Feather.LOCK, presenter::lock);
        unlock = Buttons.primary(words.get("unlock.verb"), Feather.UNLOCK, presenter::unlock);
        rewards = Buttons.secondary(words.get("rewards.open"), Feather.GIFT, services.rewards());
        rewards.setId("wallet-rewards");
        Button create = Buttons.primary(words.get("create.open"), Feather.PLUS, presenter::create);
        create.setId("wallet-create");
        Button restore = Buttons.quiet(words.get("restore.open"), null, presenter::restore);
        VBox ways = new VBox(8, create, restore);
        ways.setAlignment(Pos.CENTER);
        VBox column = new VBox(16, accounts, more);
        column.setMaxWidth(860);
        HBox body = new HBox(column);
        HBox.setHgrow(column, Priority.ALWAYS);
        page = new Page(words.get("title"), words.get("subtitle"));
        page.scrollingBody(body);
        Node full = page.getChildren().getLast();
        StatePane states = new StatePane(full)
                .empty(Feather.CREDIT_CARD, words.get("empty.title"), words.get("empty.text"), create);
        // The empty page has room for one button; the way back from a phrase goes below it.
        create.parentProperty().subscribe(parent -> {
            if (parent instanceof VBox emptyPage && !emptyPage.getChildren().contains(restore)) {
                emptyPage.getChildren().add(restore);
            }
        });
        page.body(states).actions(state, rewards, lock, unlock);
        page.getStylesheets()
                .add(Objects.requireNonNull(WalletView.class.getResource("wallet.css"))
                        .toExternalForm());
        services.session().stateProperty().subscribe(now -> show(states, now));
        services.session().accounts().addListener((ListChangeListener<Account>) change -> showAccounts());
        services.network().subscribe(now -> {
            showAccounts();
            subtitle(now);
        });
        more.getChildren()
                .setAll(
                        new ContactsCard(words, services.home().book(), services.dialogs()).root(),
                        networks.root(),
                        safety.root());
    }

    Node root() {
        return page;
    }

    private void show(StatePane states, WalletSession.State now) {
        states.stateProperty().set(now == WalletSession.State.ABSENT ? ScreenState.EMPTY : ScreenState.READY);
        visible(lock, now == WalletSession.State.UNLOCKED);
        visible(unlock, now == WalletSession.State.LOCKED);
        visible(state, now != WalletSession.State.ABSENT);
        visible(rewards, now != WalletSession.State.ABSENT);
        boolean open = now == WalletSession.State.UNLOCKED;
        state.set(words.get(open ? "state.unlocked" : "state.locked"), open ? Tone.SUCCESS : Tone.NEUTRAL);
    }

    private static void visible(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    SafetyCard safety() {
        return safety;
    }

    private void subtitle(Network now) {
        page.subtitle().setText(words.get("subtitle.network", now.label()));
    }

    private void showAccounts() {
        accounts.getChildren()
                .setAll(services.session().accounts().stream()
                        .map(this::account)
                        .toList());
        Button add = Buttons.secondary(words.get("account.add"), Feather.PLUS, presenter::addAccount);
        add.setId("account-add");
        Button watch = Buttons.quiet(words.get("account.watch"), Feather.EYE, presenter::watch);
        watch.setId("account-watch");
        Button take = Buttons.quiet(words.get("import.open"), Feather.FILE_PLUS, presenter::importKey);
        take.setId("account-import");
        accounts.getChildren().add(new HBox(8, add, watch, take));
    }

    private Node account(Account account) {
        String address = account.address().toString();
        StackPane face = new StackPane(new FontIcon(Feather.USER));
        face.getStyleClass().add("account-face");
        Label name = Texts.heading(account.name());
        Label shown = Texts.mono(address);
        HBox line = new HBox(2, shown, new CopyButton(words.get("address.copy", account.name()), () -> address));
        line.setAlignment(Pos.CENTER_LEFT);
        VBox who = new VBox(2, name, line);
        who.setMinWidth(0);
        HBox.setHgrow(who, Priority.ALWAYS);
        Label balance = new Label();
        balance.getStyleClass().add("account-balance");
        balance.setMinWidth(Region.USE_PREF_SIZE);
        balance.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.balances().getOrDefault(address, "\u2014"), model.balances()));
        HBox row = new HBox(14, face, who, balance);
        row.setAlignment(Pos.CENTER_LEFT);
        Card card = new Card(row);
        Label trouble = Texts.caption("");
        trouble.getStyleClass().add("error-text");
        trouble.textProperty().bind(model.trouble());
        trouble.visibleProperty().bind(model.trouble().isNotEmpty());
        trouble.managedProperty().bind(trouble.visibleProperty());
        card.getChildren().add(trouble);
        card.getChildren().add(actions(account));
        return card;
    }

    private Node actions(Account account) {
        Button receive = Buttons.secondary(words.get("receive"), Feather.DOWNLOAD, () -> presenter.receive(account));
        receive.setId("wallet-receive");
        HBox foot = new HBox(8, receive);
        foot.setAlignment(Pos.CENTER_LEFT);
        if (account.canSign()) {
            Button send = Buttons.secondary(words.get("send"), Feather.SEND, () -> presenter.send(account));
            send.setId("wallet-send");
            Button export = Buttons.icon(
                    Feather.FILE_MINUS, words.get("export.open", account.name()), () -> presenter.exportKey(account));
            foot.getChildren().addAll(send, export);
        } else {
            foot.getChildren().add(new Badge(words.get("account.watched"), Tone.NEUTRAL));
        }
        if (services.network().getValue().isEmbedded()) {
            Button faucet = Buttons.secondary(words.get("faucet"), Feather.DROPLET, () -> presenter.faucet(account));
            faucet.setId("wallet-faucet");
            faucet.disableProperty().bind(model.busy());
            foot.getChildren().addAll(faucet, Texts.caption(words.get("faucet.hint")));
        }
        return foot;
    }
}
