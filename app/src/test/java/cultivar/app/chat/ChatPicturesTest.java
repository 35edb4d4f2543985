package cultivar.app.chat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.ask.Readiness;
import cultivar.app.chat.ask.Who;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of the chat in all its states, for people to look at. */
class ChatPicturesTest extends ChatFxTest {
    private static final String LONG = """
        A swap **fails** when the price moves by more than the limit. To set it:

        1. Read the quote
        2. Multiply by `1 - limit`

        | Pair | Limit |
        |:-----|------:|
        | USDC/DAI | 0.05 % |
        | ETH/USDC | 0.5 % |

        ```java
        BigDecimal least = quote.multiply(ONE.subtract(limit));
        ```

        See [the docs](https://example.org/docs) for more.
        """;

    private static final WhoPicker.Choices NO_CHOICES = new WhoPicker.Choices() {
        @Override
        public void who(Who who) {}

        @Override
        public void other(ChatAdapter adapter) {}

        @Override
        public void base(String name) {}
    };

    @Test
    void loadingFailedAndAlone() {
        onFx(() -> chat.readiness.set(
                new Readiness.Failed("The native engine was not found. Install it in the settings.")));
        take("failed");
        onFx(() -> chat.readiness.set(new Readiness.Starting()));
        take("loading");
        onFx(() -> {
            chat.adapters.clear();
            chat.readiness.set(new Readiness.Ready("Seedling", Path.of("models", "seedling")));
            chat.screen.retry();
        });
        take("empty-base-alone");
    }

    @Test
    void newStreamingAndAnswered() {
        take("new");
        List<Asked> both = send("What is slippage, and how do I set a limit?");
        onFx(() -> both.getFirst().says("A swap **fails** when the price moves by more than "));
        settle();
        take("streaming-two");
        onFx(() -> {
            both.get(0).says(LONG).ends();
            both.get(1)
                    .says("{\"action\": \"swap\", \"from\": \"USDC\", \"to\": \"DAI\", \"slippage\": 0.5}")
                    .ends();
        });
        settle();
        take("markdown-two");
        onFx(() -> chat.screen.talk().another(chat.model().conversation().path().getFirst()));
        onFx(() -> {
            engine.last(2)
                    .get(0)
                    .says("Slippage is the gap between quote and fill.")
                    .ends();
            engine.last(2).get(1).fails("The adapter is damaged; train it again.");
        });
        settle();
        take("branch-and-failure");
        onFx(() -> ((javafx.scene.control.Button) chat.root.lookup(".chat-edit")).fire());
        take("editing");
    }

    @Test
    void whoCannotAnswerHereAndWhatWasCut() {
        ChatAdapter.Base smol = new ChatAdapter.Base("SmolLM2-135M-Instruct", Path.of("models", "SmolLM2"));
        ChatAdapter poems = new ChatAdapter("poems", Path.of("adapters", "poems"), List.of(), smol, false);
        onFx(() -> {
            chat.adapters.add(0, new ChatAdapter("lengths", Path.of("adapters", "lengths"), List.of(), null, true));
            chat.adapters.add(poems);
            chat.screen.retry();
            chat.screen.choose(Path.of("adapters", "lengths"));
        });
        List<Asked> both = send("Who are you?");
        onFx(() -> {
            both.get(0).says("I am a small model that");
            both.forEach(each -> each.deaf = true);
            chat.screen.talk().cut();
        });
        take("cut-and-fixed");
        WhoPicker picker = onFx(() ->
                new WhoPicker(chat.model(), Messages.load(ChatScreen.class, "cultivar.app.chat.texts"), NO_CHOICES));
        String style = String.valueOf(ChatView.class.getResource("chat.css"));
        onFx(() -> picker.getStylesheets().add(style));
        Screenshots.take(picker, "chat-picker", 320, 330);
        onFx(() -> chat.screen.choose(poems.folder()));
        take("other-base-opening");
        onFx(() -> chat.bases.fail("SmolLM2 is not on this machine. Download it with `cultivar hub download`."));
        take("other-base-missing");
        onFx(() -> {
            chat.screen.choose(poems.folder());
            chat.bases.open();
        });
        take("other-base");
    }

    @Test
    void whatWasLeftOutAndAStrengthThatChanged() {
        engine.room = 16;
        answerAll(send("What is a swap, and what does it cost?"), "An exchange of coins, says ");
        List<Asked> both = send("How do I stake half of my OPEN for a month?");
        onFx(() -> {
            both.get(1).says("You lock it up");
            chat.model().columns().get(1).strength().set(0.5);
            both.get(1).says(", and take it out later.").ends();
            both.get(0).says("You lock it up.").ends();
        });
        settle();
        take("left-out");
    }

    @Test
    void oneThreeAndApart() {
        onFx(() -> chat.screen.removeColumn(chat.model().columns().getLast()));
        send("Who are you?");
        onFx(() -> engine.last("Seedling")
                .says("I am a small model that speaks simple English.")
                .ends());
        settle();
        take("one");
        onFx(() -> {
            chat.screen.past().begin();
            chat.screen.addColumn();
            chat.screen.addColumn();
            chat.model().columns().get(1).strength().set(0.5);
            chat.model().system().set("Answer in one sentence.");
        });
        List<Asked> three = send("What is a resource?");
        onFx(() -> {
            three.get(0)
                    .says("Something that is useful and scarce, such as water or time.")
                    .ends();
            three.get(1)
                    .says("A resource is a struct that cannot be copied or dropped; it is moved.")
                    .ends();
            three.get(2).says("A resource ");
        });
        settle();
        take("three-streaming");
        onFx(() -> three.get(2).says("is moved, never copied.").ends());
        answer(send("Say it again, longer"), LONG);
        onFx(() -> chat.model().locked().set(false));
        take("three-apart");
    }

    @Test
    void pastAndSearch() {
        for (String question : List.of(
                "How do I stake half of my OPEN?",
                "What is a resource in Move, and why can it not be copied?",
                "Rewrite this sentence in the house style")) {
            answer(send(question), "It depends on what you hold. ");
            onFx(() -> chat.screen.past().begin());
        }
        onFx(() -> {
            chat.model().pastShown().set(true);
            chat.screen.past().open(chat.model().past().getLast().id());
        });
        take("past");
        onFx(() -> chat.model().search().set("resource"));
        take("search");
        onFx(() -> chat.model().search().set("nobody said this"));
        take("search-nothing");
        onFx(() -> chat.screen.past().delete(chat.store.chats("").getFirst()));
        take("deleted");
    }

    @Test
    void blind() {
        onFx(() -> {
            chat.screen.addColumn();
            chat.model().blind().set(true);
        });
        List<Asked> three = send("Explain staking to a child");
        take("blind-waiting");
        answer(three, "You lend your coins to the network, and it thanks you with a few more. ");
        take("blind-before");
        onFx(() -> chat.screen.talk().vote(chat.model().conversation().leaf().orElseThrow(), new Ballot.Best(1)));
        take("blind-after");
        onFx(() -> chat.screen
                .past()
                .tallies(found -> TallyPane.show(
                        chat.root.dialogs(),
                        found,
                        cultivar.ui.text.Messages.load(ChatScreen.class, "cultivar.app.chat.texts"))));
        take("tallies");
    }

    @Test
    void sampling() {
        onFx(() -> chat.screen.past().savePreset("For the meetup"));
        SamplingPane pane = onFx(() -> new SamplingPane(
                chat.screen.past(),
                chat.model(),
                cultivar.ui.text.Messages.load(ChatScreen.class, "cultivar.app.chat.texts")));
        onFx(() -> pane.getStylesheets()
                .add(java.util.Objects.requireNonNull(ChatView.class.getResource("chat.css"))
                        .toExternalForm()));
        javafx.scene.layout.StackPane page = onFx(() -> new javafx.scene.layout.StackPane(pane));
        show(page, 420, 660);
        Accessibility.assertAccessible(page);
        Screenshots.take(page, "chat-sampling", 420, 660);
    }

    private void answer(List<Asked> asked, String text) {
        onFx(() -> asked.forEach(each -> each.says(text).ends()));
        settle();
    }

    private void take(String name) {
        settle();
        Accessibility.assertAccessible(chat.root);
        Screenshots.take(chat.root, "chat-" + name);
        settle();
    }
}
