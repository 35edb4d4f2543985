package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.store.StoredTurn;
import cultivar.app.chat.store.Terms;
import cultivar.app.chat.store.Vote;
import cultivar.runtime.text.ChatMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Leads the conversation: questions, other tries, branches and votes, each kept as it happens. FX thread only. */
final class Talk implements Asker.Listener {
    private static final int TITLE = 48;

    private final ChatModel model;
    private final Asker asker;
    private final Archive archive;
    private final RandomGenerator luck;
    private final Runnable onAnswered;
    private final Runnable onKept;

    /**
     * @param onKept hears that the list of chats is another now
     */
    Talk(ChatModel model, ChatServices services, Archive archive, Runnable onKept) {
        this.model = model;
        this.archive = archive;
        this.luck = services.luck();
        this.onAnswered = services.ways().answered();
        this.onKept = onKept;
        this.asker = new Asker(services.asking(), this);
        model.busy().bind(asker.busyProperty());
    }

    void stop() {
        asker.stop();
    }

    void strength(Column column) {
        asker.strength(column.slot(), column.strength().get());
    }

    /** Asks all columns, after the turns that are shown. */
    void send(String question) {
        ask(
                model.conversation().leaf().map(Turn::id).orElse(null),
                question,
                model.draw().get());
    }

    /** Asks another question in the place of one; both are kept. */
    void edit(Turn turn, String question) {
        ask(turn.parent(), question, model.draw().get());
    }

    /** Asks the columns of now the same again from the same seed. */
    void again(Turn turn) {
        ask(
                turn.parent(),
                turn.question(),
                model.draw().get().seeded(turn.draw().seed()));
    }

    /** Asks the same again from a seed that was not tried. */
    void another(Turn turn) {
        long highest = model.conversation().branches(turn).stream()
                .mapToLong(branch -> branch.draw().seed())
                .max()
                .orElse(turn.draw().seed());
        ask(turn.parent(), turn.question(), model.draw().get().seeded(highest + 1));
    }

    private void ask(@Nullable String parent, String question, Draw draw) {
        if (model.busy().get() || model.columns().isEmpty()) {
            return;
        }
        String chat = model.chat().get();
        if (chat == null) {
            chat = begin(question);
        }
        boolean blind = model.blind().get() && model.columns().size() > 1;
        Turn turn = new Turn(
                UUID.randomUUID().toString(), parent, question, draw, now(), blind, Instant.now(), answers(blind));
        model.conversation().add(turn);
        String id = chat;
        StoredTurn stored = turn.stored();
        archive.tell(store -> store.add(id, stored));
        onKept.run();
        asker.ask(turn, recall(turn));
    }

    private String begin(String question) {
        String id = UUID.randomUUID().toString();
        String title = title(question);
        String system = model.system().get();
        model.chat().set(id);
        model.title().set(title);
        archive.tell(store -> store.create(id, title, system));
        return id;
    }

    static String title(String question) {
        String line = question.strip().replaceAll("\\s+", " ");
        return line.length() <= TITLE ? line : line.substring(0, TITLE).strip() + "\u2026";
    }

    private List<Answer> answers(boolean blind) {
        List<Integer> places = new ArrayList<>(
                IntStream.range(0, model.columns().size()).boxed().toList());
        if (blind) {
            for (int i = places.size() - 1; i > 0; i--) {
                Collections.swap(places, i, luck.nextInt(i + 1));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Column column = model.columns().get(i);
            answers.add(new Answer(column.slot(), places.get(i), column.now()));
        }
        return answers;
    }

    private Terms now() {
        return new Terms(model.system().get(), model.remembering().get());
    }

    /** What the columns know when they answer: each what those who answer in it now have said before, in any column. */
    private Recall recall(Turn turn) {
        Terms terms = turn.terms() == null ? now() : turn.terms();
        List<Recall.Before> before = terms.remembering()
                ? model.conversation().before(turn).stream()
                        .map(earlier -> before(earlier, turn))
                        .filter(earlier -> !earlier.said().isEmpty())
                        .toList()
                : List.of();
        Set<Integer> slots = turn.answers().stream().map(Answer::slot).collect(Collectors.toSet());
        return new Recall(terms.system(), before, turn.question(), slots);
    }

    private static Recall.Before before(Turn earlier, Turn turn) {
        Map<Integer, String> said = new HashMap<>();
        for (Answer answer : turn.answers()) {
            earlier.of(answer.who(), answer.slot())
                    .map(Answer::text)
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> said.put(answer.slot(), text));
        }
        return new Recall.Before(earlier.question(), said);
    }

    @Override
    public void leftOut(Turn turn) {
        int turns = turn.leftOut();
        archive.tell(store -> store.leaveOut(turn.id(), turns));
    }

    @Override
    public void came(Turn turn, Answer answer) {
        keep(turn, answer);
    }

    private void keep(Turn turn, Answer answer) {
        var stored = answer.stored();
        archive.tell(store -> store.answer(turn.id(), stored));
    }

    @Override
    public void ended(Turn turn, Answer answer) {
        keep(turn, answer);
        boolean told = turn.revealIfAlone()
                ? turn.answers().stream().anyMatch(Talk::ofAdapter)
                : turn.revealedProperty().get() && ofAdapter(answer);
        if (told) {
            onAnswered.run();
        }
    }

    private static boolean ofAdapter(Answer answer) {
        return answer.said() && !answer.who().isBase();
    }

    /** Keeps what has come of answers that nobody waits for any more. */
    void cut() {
        asker.cut();
    }

    /** Shows a branch. */
    void choose(Turn turn) {
        if (model.busy().get()) {
            return;
        }
        model.conversation().choose(turn);
        String chat = model.chat().get();
        String leaf = model.conversation().leaf().map(Turn::id).orElse("");
        if (chat != null) {
            archive.tell(store -> store.show(chat, leaf));
        }
    }

    /** Keeps what somebody found of answers whose names are hidden, and shows the names. */
    void vote(Turn turn, Ballot ballot) {
        if (!turn.ended() || turn.revealedProperty().get()) {
            return;
        }
        if (ballot instanceof Ballot.Best(int place)
                && !turn.answers().get(place).said()) {
            return;
        }
        turn.vote(ballot);
        Vote vote = vote(turn, ballot, Instant.now());
        archive.tell(store -> store.votes().add(vote));
        if (turn.answers().stream().anyMatch(Talk::ofAdapter)) {
            onAnswered.run();
        }
    }

    private Vote vote(Turn turn, Ballot ballot, Instant when) {
        Answer seen = switch (ballot) {
            case Ballot.Best(int place) -> turn.answers().get(place);
            case Ballot.Same _, Ballot.Bad _ -> turn.answers().getFirst();
        };
        Vote.Verdict verdict = switch (ballot) {
            case Ballot.Best _ -> Vote.Verdict.BEST;
            case Ballot.Same _ -> Vote.Verdict.SAME;
            case Ballot.Bad _ -> Vote.Verdict.BAD;
        };
        List<Vote.Candidate> candidates = turn.answers().stream()
                .filter(Answer::takesPart)
                .map(answer -> new Vote.Candidate(
                        answer.place(),
                        answer.who().name(),
                        answer.stored().hash(),
                        answer.who().strength(),
                        answer.began(),
                        answer.text(),
                        verdict == Vote.Verdict.BEST && answer.equals(seen)))
                .toList();
        // As it was asked; what was kept is known by what comes before it alone.
        List<ChatMessage> messages =
                seen.asked().isEmpty() ? recall(turn).messages(seen.slot(), turn.leftOut()) : seen.asked();
        return new Vote(turn.id(), messages, verdict, when, candidates);
    }
}
