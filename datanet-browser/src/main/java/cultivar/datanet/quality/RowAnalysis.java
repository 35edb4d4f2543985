package cultivar.datanet.quality;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one row tells without the others.
 *
 * @param values of the signals of one row
 * @param hash of the normal text
 * @param bands keys of its MinHash bands
 * @param faults kinds of badges of its structure
 */
record RowAnalysis(
        QualityRow row,
        NormalText text,
        List<Measurement> values,
        long hash,
        int[] bands,
        Language language,
        List<String> faults,
        Structure.Answer answer) {
    private static final double REPETITIVE = 0.5;
    private static final int SHORT_WORDS = 2;
    private static final int LONG_CHARACTERS = 20_000;

    static RowAnalysis of(QualityRow row, Set<Signal> wanted, Shingles shingles, MinHash minHash, QualityWords words) {
        Contribution contribution = row.contribution();
        NormalText text = NormalText.of(contribution);
        int[] bands = {};
        if (wanted.contains(Signal.NEAR_DUPLICATE) || wanted.contains(Signal.CONTAMINATION)) {
            bands = new int[MinHash.BANDS];
            shingles.read(text.stored());
            minHash.bands(shingles, bands);
        }
        List<Message> turns = contribution.messages();
        String raw = turns.stream().map(Message::content).collect(Collectors.joining("\n"));
        boolean structure = wanted.contains(Signal.STRUCTURE);
        return new RowAnalysis(
                row,
                text,
                values(contribution, wanted, raw, text, words),
                Hashing.combine(Hashing.of(text.question()), Hashing.of(text.answer())),
                bands,
                wanted.contains(Signal.LANGUAGE) ? Language.of(raw) : Language.UNKNOWN,
                structure ? Structure.faults(turns) : List.of(),
                structure ? Structure.answer(turns.getLast().content()) : Structure.Answer.TEXT);
    }

    /** The wanted signals that follow from one row alone. */
    private static List<Measurement> values(
            Contribution contribution, Set<Signal> wanted, String raw, NormalText text, QualityWords words) {
        List<Measurement> values = new ArrayList<>();
        if (wanted.contains(Signal.PERSONAL_DATA)) {
            values.add(found(Signal.PERSONAL_DATA, contribution, PersonalData::in, words));
        }
        if (wanted.contains(Signal.SECRET)) {
            values.add(found(Signal.SECRET, contribution, Secrets::in, words));
        }
        if (wanted.contains(Signal.WORDS)) {
            int count = NormalText.words(text.whole()).size();
            boolean tooShort = count < SHORT_WORDS || text.answer().isEmpty();
            values.add(new Measurement(Signal.WORDS, count, tooShort ? words.badge("short", count) : null));
        }
        if (wanted.contains(Signal.CHARACTERS)) {
            Badge badge = raw.length() > LONG_CHARACTERS ? words.badge("long", raw.length()) : null;
            values.add(new Measurement(Signal.CHARACTERS, raw.length(), badge));
        }
        if (wanted.contains(Signal.REPETITION)) {
            double again = Math.max(Repetition.of(text.question()), Repetition.of(text.answer()));
            Badge badge = again >= REPETITIVE ? words.badge("repetition", QualityWords.percent(again)) : null;
            values.add(new Measurement(Signal.REPETITION, again, badge));
        }
        return values;
    }

    /** Looks through the turns, the source and the context. */
    private static Measurement found(
            Signal signal, Contribution contribution, Function<String, List<Finding>> search, QualityWords words) {
        List<Finding> findings = new ArrayList<>();
        contribution.messages().forEach(turn -> findings.addAll(search.apply(turn.content())));
        findings.addAll(search.apply(contribution.source()));
        findings.addAll(search.apply(contribution.context()));
        if (findings.isEmpty()) {
            return new Measurement(signal, 0, null);
        }
        Finding first = findings.getFirst();
        Badge badge = words.badge(first.kind(), first.masked(), findings.size() - 1);
        return new Measurement(signal, findings.size(), badge);
    }
}
