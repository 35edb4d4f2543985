package cultivar.datanet.suggest;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetCard.TagMeaning;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.LocalModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The tag that a local model finds likeliest for a row. It is shown the tags with what they mean and a decided row of each,
 * and asked for each tag's name as the answer. What it answers about no text at all is taken off, since a model likes some
 * names whatever the text (contextual calibration; Zhao et al. 2021, arXiv 2102.09690). Every question takes from a tenth
 * of a second to some seconds: ask off the FX thread.
 */
public final class ModelTags {
    /** So many letters of a row, and of an example, are shown to the model. */
    private static final int TEXT = 1200;

    private static final int EXAMPLE = 240;
    private static final int TAG_TOKENS = 32;
    private static final String NO_TEXT = "N/A";

    /** A tag that is less likely than all others together is not suggested. */
    private static final double LIKELY = 0.5;

    private final LocalModel model;
    private final List<TagMeaning> tags;
    private final Map<String, StoredRow> examples = new LinkedHashMap<>();
    private double[] ofNoText = {};

    /**
     * Asks for one of several tags.
     *
     * @param tags those to choose among; two at least
     * @param decided rows that have tags, from which the examples are taken, if the model has room for them
     */
    public ModelTags(LocalModel model, DatanetCard card, List<String> tags, List<StoredRow> decided) {
        if (tags.size() < 2) {
            throw new IllegalArgumentException("there is no choice among " + tags);
        }
        this.model = model;
        this.tags = tags.stream().map(tag -> meaning(card, tag)).toList();
        String longest = "";
        for (StoredRow row : decided) {
            String text = cut(Suggester.text(row), TEXT);
            longest = text.length() > longest.length() ? text : longest;
            List<String> own = among(row);
            if (own.size() == 1) {
                examples.putIfAbsent(own.getFirst(), row);
            }
        }
        if (!model.fits(chat(longest), TAG_TOKENS)) {
            examples.clear();
        }
    }

    /** The model's name for people. */
    public String model() {
        return model.name();
    }

    /** The tags it chooses among. */
    public List<String> tags() {
        return tags.stream().map(TagMeaning::name).toList();
    }

    /**
     * How often it found the tag of decided rows that it was not shown.
     *
     * @param right rows for which the likeliest tag was one of theirs
     * @param of rows that it was asked about
     * @param usual how many of them have the tag that most of them have
     */
    public record Trial(int right, int of, int usual) {
        private static final int LEAST = 12;

        /** Whether there were rows enough to tell. */
        public boolean tells() {
            return of >= LEAST;
        }

        /** Whether it was right more often, by two standard deviations, than whoever always names the usual tag. */
        public boolean passed() {
            double share = (double) usual / of;
            return tells() && right > usual && right >= usual + 2 * Math.sqrt(of * share * (1 - share));
        }

        public double share() {
            return of == 0 ? 0 : (double) right / of;
        }
    }

    /**
     * Asks about decided rows, whose tags are known.
     *
     * @param goOn asked with the number of rows that were tried; false ends the trial
     */
    public Trial tryOn(List<StoredRow> decided, IntPredicate goOn) {
        int right = 0;
        int of = 0;
        Map<String, Integer> having = new LinkedHashMap<>();
        for (StoredRow row : decided) {
            List<String> own = among(row);
            if (own.isEmpty() || examples.containsValue(row)) {
                continue;
            }
            if (!goOn.test(of)) {
                break;
            }
            double[] likely = probabilities(row);
            if (likely.length > 0) {
                of++;
                right += own.contains(tags.get(best(likely)).name()) ? 1 : 0;
                own.forEach(tag -> having.merge(tag, 1, Integer::sum));
            }
        }
        int usual = having.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new Trial(right, of, usual);
    }

    /**
     * The likeliest tag, if it is likely and not the row's already.
     *
     * @param trial how far the model's word counts
     */
    public List<Suggestion> suggest(StoredRow row, Trial trial) {
        double[] likely = probabilities(row);
        if (likely.length == 0) {
            return List.of();
        }
        int best = best(likely);
        String tag = tags.get(best).name();
        if (likely[best] < LIKELY || row.contribution().tags().contains(tag)) {
            return List.of();
        }
        // As sure as the model is, and as it was right before.
        return List.of(new Suggestion(tag, likely[best] * trial.share(), new Suggestion.ByModel(model.name(), trial)));
    }

    /** How likely each tag is, together 1; empty where the row has no room in the model's context. */
    private double[] probabilities(StoredRow row) {
        if (ofNoText.length == 0) {
            ofNoText = likelihoods(NO_TEXT);
        }
        double[] logs = likelihoods(cut(Suggester.text(row), TEXT));
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= ofNoText[i];
            most = Math.max(most, logs[i]);
        }
        if (!Double.isFinite(most)) {
            return new double[0];
        }
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.exp(logs[i] - most);
            sum += logs[i];
        }
        for (int i = 0; i < logs.length; i++) {
            logs[i] /= sum;
        }
        return logs;
    }

    private double[] likelihoods(String text) {
        return model.likelihoods(chat(text), tags());
    }

    private List<Message> chat(String text) {
        StringBuilder task = new StringBuilder("Which of these tags fits a text best?\n");
        for (TagMeaning tag : tags) {
            task.append("\n- ").append(tag.name());
            if (!tag.meaning().isBlank()) {
                task.append(": ").append(tag.meaning().strip());
            }
        }
        task.append("\n\nAnswer with the name of one tag alone.\n\n");
        List<Message> chat = new ArrayList<>();
        examples.forEach((tag, row) -> {
            chat.add(new Message(Role.USER, task + question(cut(Suggester.text(row), EXAMPLE))));
            chat.add(new Message(Role.ASSISTANT, tag));
            task.setLength(0);
        });
        chat.add(new Message(Role.USER, task + question(text)));
        return chat;
    }

    private static String question(String text) {
        return "Text: " + text + "\nTag:";
    }

    private List<String> among(StoredRow row) {
        return tags().stream().filter(row.contribution().tags()::contains).toList();
    }

    private static TagMeaning meaning(DatanetCard card, String tag) {
        return card.tags().stream()
                .filter(each -> each.name().equals(tag))
                .findFirst()
                .orElseGet(() -> new TagMeaning(tag, ""));
    }

    private static int best(double[] likely) {
        int best = 0;
        for (int i = 1; i < likely.length; i++) {
            best = likely[i] > likely[best] ? i : best;
        }
        return best;
    }

    private static String cut(String text, int letters) {
        if (text.length() <= letters) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(letters - 1)) ? letters - 1 : letters) + " …";
    }
}
