package cultivar.app.chat.store;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Who;
import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chats and votes as files for other programs and for people. */
public final class ChatText {
    /** A line that begins or ends a block of code in CommonMark. */
    private static final Pattern FENCE = Pattern.compile(" {0,3}(?<marks>`{3,}(?=[^`]*$)|~{3,})(?<info>.*)");

    private ChatText() {}

    /** The branch of a chat that was shown last, as Markdown. */
    public static String markdown(StoredChat chat) {
        StringBuilder text = new StringBuilder("# " + chat.title() + "\n");
        if (!chat.system().isBlank()) {
            text.append('\n').append(quoted(chat.system())).append('\n');
        }
        for (StoredTurn turn : path(chat)) {
            text.append("\n## Question\n\n").append(quoted(turn.question())).append('\n');
            text.append("\n*").append(settings(turn.draw())).append("*\n");
            boolean hidden = turn.hidden();
            for (StoredAnswer answer : turn.answers()) {
                text.append("\n### ")
                        .append(hidden ? "Answer " + (answer.place() + 1) : name(answer))
                        .append("\n\n")
                        .append(said(answer, hidden));
            }
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return "> " + text.strip().replace("\n", "\n> ");
    }

    /** How an answer was drawn, without what changes nothing. */
    private static String settings(Draw draw) {
        List<String> settings = new ArrayList<>();
        settings.add("temperature " + draw.temperature());
        addUnless(0, draw.topK(), "top-k " + draw.topK(), settings);
        addUnless(1, draw.topP(), "top-p " + draw.topP(), settings);
        addUnless(0, draw.minP(), "min-p " + draw.minP(), settings);
        addUnless(1, draw.repetition(), "repetition penalty " + draw.repetition(), settings);
        addUnless(0, draw.presence(), "presence penalty " + draw.presence(), settings);
        addUnless(0, draw.frequency(), "frequency penalty " + draw.frequency(), settings);
        settings.add("seed " + draw.seed());
        settings.add("at most " + draw.maxTokens() + " tokens");
        return String.join(", ", settings);
    }

    private static void addUnless(double neutral, double value, String setting, List<String> settings) {
        if (value != neutral) {
            settings.add(setting);
        }
    }

    /** All that came of an answer, and why there is no more, unless that would tell whose it is. */
    private static String said(StoredAnswer answer, boolean hidden) {
        StringBuilder said = new StringBuilder();
        String text = answer.text().strip();
        if (!text.isEmpty()) {
            said.append(text).append(fenceLeftOpen(text)).append('\n');
        }
        String end = end(answer, hidden);
        if (!end.isEmpty()) {
            said.append(text.isEmpty() ? "" : "\n").append('*').append(end).append("*\n");
        }
        return said.toString();
    }

    private static String end(StoredAnswer answer, boolean hidden) {
        String failure = answer.failure();
        if (failure != null) {
            return hidden ? "no answer" : failure;
        }
        return answer.stop() == null || answer.tokens() == 0 ? "not finished" : "";
    }

    /** What closes a block of code that an answer's end has cut, so that the rest of the file is none. */
    private static String fenceLeftOpen(String text) {
        String open = "";
        for (String line : text.lines().toList()) {
            Matcher fence = FENCE.matcher(line);
            if (!fence.matches()) {
                continue;
            }
            String marks = fence.group("marks");
            if (open.isEmpty()) {
                open = marks;
            } else if (marks.startsWith(open) && fence.group("info").isBlank()) {
                open = "";
            }
        }
        return open.isEmpty() ? "" : "\n" + open;
    }

    /** Who gave an answer, of which weights and how strong. */
    static String name(StoredAnswer answer) {
        Who who = answer.who();
        if (who.isBase()) {
            return who.name() + " (base)";
        }
        Double began = answer.began();
        return who.name() + " (strength "
                + (began == null ? "" : number(began) + " \u2192 ")
                + number(who.strength())
                + (answer.hash().isEmpty() ? "" : ", SHA-256 " + answer.hash()) + ")";
    }

    private static String number(double strength) {
        return String.format(Locale.ROOT, "%.2f", strength);
    }

    /** Every pair of a vote that found one best, as a row with what was chosen and what was rejected. */
    public static String preferences(List<Vote> votes) {
        StringBuilder lines = new StringBuilder();
        for (Vote vote : votes) {
            vote.candidates().stream()
                    .filter(Vote.Candidate::best)
                    .findFirst()
                    .ifPresent(best -> vote.candidates().stream()
                            .filter(other -> !other.best())
                            .forEach(other ->
                                    lines.append(preference(vote, best, other)).append('\n')));
        }
        return lines.toString();
    }

    private static ObjectNode preference(Vote vote, Vote.Candidate best, Vote.Candidate other) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("prompt", Json.turns(vote.messages()));
        row.set("chosen", Json.turns(List.of(ChatMessage.assistant(best.text()))));
        row.set("rejected", Json.turns(List.of(ChatMessage.assistant(other.text()))));
        row.set("chosen_by", by(best));
        row.set("rejected_by", by(other));
        row.put("voted", vote.created().toString());
        return row;
    }

    private static ObjectNode by(Vote.Candidate candidate) {
        ObjectNode by = JsonNodeFactory.instance
                .objectNode()
                .put("name", candidate.name())
                .put("sha256", candidate.hash())
                .put("strength", candidate.strength());
        Double began = candidate.began();
        if (began != null) {
            by.put("strength_at_first", began);
        }
        return by;
    }

    /** The turns from the first to the leaf; the newest branch where no leaf is known. */
    static List<StoredTurn> path(StoredChat chat) {
        Map<String, StoredTurn> byId = new HashMap<>();
        chat.turns().forEach(turn -> byId.put(turn.id(), turn));
        StoredTurn at = chat.leaf() == null ? null : byId.get(chat.leaf());
        if (at == null) {
            at = chat.turns().stream()
                    .max(Comparator.comparing(StoredTurn::created))
                    .orElse(null);
        }
        List<StoredTurn> path = new ArrayList<>();
        while (at != null) {
            path.addFirst(at);
            at = at.parent() == null ? null : byId.get(at.parent());
        }
        return path;
    }
}
