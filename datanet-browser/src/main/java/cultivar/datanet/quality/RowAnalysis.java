package cultivar.datanet.quality;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import java.util.ArrayList;
import java.util.List;
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
        List<SignalValue> values,
        long hash,
        int[] bands,
        Language language,
        List<String> faults,
        Structure.Answer answer) {
    private static final double REPETITIVE = 0.5;
    private static final int SHORT_WORDS = 2;
    private static final int LONG_CHARACTERS = 20_000;

    static RowAnalysis of(QualityRow row, Shingles shingles, MinHash minHash, QualityWords words) {
        Contribution contribution = row.contribution();
        NormalText text = NormalText.of(contribution);
        shingles.read(text.stored());
        int[] bands = new int[MinHash.BANDS];
        minHash.bands(shingles, bands);
        List<Message> turns = contribution.messages();
        String raw = turns.stream().map(Message::content).collect(Collectors.joining("\n"));
        return new RowAnalysis(
                row,
                text,
                values(contribution, raw, text, words),
                Hashing.combine(Hashing.of(text.question()), Hashing.of(text.answer())),
                bands,
                Language.of(raw),
                Structure.faults(turns),
                Structure.answer(turns.getLast().content()));
    }

    /** The signals that follow from one row alone. */
    static List<SignalValue> values(Contribution contribution, String raw, NormalText text, QualityWords words) {
        List<SignalValue> values = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        contribution.messages().forEach(turn -> parts.add(turn.content()));
        parts.add(contribution.source());
        parts.add(contribution.context());
        List<Finding> personal = new ArrayList<>();
        List<Finding> secrets = new ArrayList<>();
        for (String part : parts) {
            personal.addAll(PersonalData.in(part));
            secrets.addAll(Secrets.in(part));
        }
        values.add(found(Signal.PERSONAL_DATA, personal, words));
        values.add(found(Signal.SECRET, secrets, words));
        int count = NormalText.words(text.whole()).size();
        boolean wordless = NormalText.words(text.answer()).isEmpty();
        boolean tooShort = count < SHORT_WORDS || wordless;
        values.add(new SignalValue(Signal.WORDS, count, tooShort ? words.badge("short", count) : null));
        boolean tooLong = raw.length() > LONG_CHARACTERS;
        values.add(
                new SignalValue(Signal.CHARACTERS, raw.length(), tooLong ? words.badge("long", raw.length()) : null));
        double again = Math.max(Repetition.of(text.question()), Repetition.of(text.answer()));
        values.add(new SignalValue(
                Signal.REPETITION,
                again,
                again >= REPETITIVE ? words.badge("repetition", QualityWords.percent(again)) : null));
        return values;
    }

    private static SignalValue found(Signal signal, List<Finding> findings, QualityWords words) {
        if (findings.isEmpty()) {
            return new SignalValue(signal, 0, null);
        }
        Finding first = findings.getFirst();
        Badge badge = words.badge(first.kind(), first.masked(), findings.size() - 1);
        return new SignalValue(signal, findings.size(), badge);
    }
}
