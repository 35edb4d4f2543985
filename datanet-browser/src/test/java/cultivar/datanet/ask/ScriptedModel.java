package cultivar.datanet.ask;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Says what it was told to say, and remembers what it was asked. */
public final class ScriptedModel implements LocalModel {
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final int room;
    public final List<String> asked = new ArrayList<>();

    /** @param room how many characters it has room for */
    public ScriptedModel(int room, Reply... replies) {
        this.room = room;
        this.replies.addAll(List.of(replies));
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public String version() {
        return "0x01";
    }

    @Override
    public boolean fits(List<Message> chat, int answerTokens) {
        return chat.getFirst().content().length() <= room;
    }

    @Override
    public Reply answer(List<Message> chat, int mostTokens, BooleanSupplier goOn) {
        asked.add(chat.getFirst().content());
        boolean whole = goOn.getAsBoolean();
        Reply reply = replies.removeFirst();
        return new Reply(reply.text(), reply.whole() && whole);
    }

    /** Likes an answer that stands in the last question, and long answers whatever was asked. */
    @Override
    public double[] likelihoods(List<Message> chat, List<String> answers) {
        asked.add(chat.stream().map(Message::content).collect(Collectors.joining("\n")));
        String text = chat.getLast().content();
        String last = text.substring(Math.max(0, text.lastIndexOf("Text:")));
        return answers.stream()
                .mapToDouble(answer -> (last.contains(answer) ? -1 : -4) + answer.length())
                .toArray();
    }

    /** Finds a long answer unlikely, and one that does not stand in the question hard. */
    @Override
    public List<AnswerCost> costs(List<Contribution> rows) {
        return rows.stream()
                .map(row -> {
                    String question = row.messages().getFirst().content();
                    String answer = row.messages().getLast().content();
                    return new AnswerCost(answer.length() / 10.0, question.contains(answer) ? 0.5 : 1.5);
                })
                .toList();
    }

    /** Takes every turn for ten. */
    @Override
    public long tokens(List<Contribution> rows) {
        return rows.stream().mapToLong(row -> 10L * row.messages().size()).sum();
    }
}
