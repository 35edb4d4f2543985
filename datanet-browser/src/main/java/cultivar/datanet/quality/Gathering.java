package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import cultivar.datanet.quality.QualityProgress.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is remembered of each row until all were read, and the signals that follow from it. */
final class Gathering {
    private static final double MOST = 0.8;
    private static final double SURE = 0.6;
    private static final double OVERLAP = 0.5;

    private final TextSpool texts;
    private final Set<Signal> wanted;
    private final QualityWords words;
    private final Duplicates duplicates;
    private final Contamination contamination = new Contamination();
    private final Labels labels;
    private final HashList hashes = new HashList();
    private final List<String> codes = new ArrayList<>();
    private final Map<String, Integer> codeNumbers = new HashMap<>();
    private final IntList language = new IntList();
    private final IntList sureness = new IntList();
    private final IntList answers = new IntList();
    private final IntList share = new IntList();
    private final IntList question = new IntList();
    private final Map<Integer, List<String>> faults = new HashMap<>();
    private int heldOut;

    Gathering(TextSpool texts, Set<Signal> wanted, double near, QualityWords words) {
        this.texts = texts;
        this.wanted = wanted;
        this.words = words;
        duplicates = new Duplicates(near, texts);
        labels = new Labels(texts);
    }

    void add(RowAnalysis row, boolean isHeldOut) {
        int number = hashes.size();
        hashes.add(row.row().contentHash());
        texts.add(row.text().stored());
        duplicates.add(row.hash(), row.bands(), isHeldOut);
        String code = row.language().code();
        Integer known = codeNumbers.get(code);
        if (known == null) {
            known = codes.size();
            codes.add(code);
            codeNumbers.put(code, known);
        }
        language.add(known);
        sureness.add(Float.floatToRawIntBits((float) row.language().confidence()));
        answers.add(row.answer().number());
        if (!row.faults().isEmpty()) {
            faults.put(number, row.faults());
        }
        Contamination.Shared shared = new Contamination.Shared(false, 0);
        heldOut += isHeldOut ? 1 : 0;
        boolean leaks = wanted.contains(Signal.CONTAMINATION);
        if (leaks && isHeldOut) {
            contamination.addHeldOut(row.text());
        } else if (leaks) {
            shared = contamination.training(row.text());
        }
        share.add(Float.floatToRawIntBits((float) shared.share()));
        question.add(shared.question() ? 1 : 0);
        if (wanted.contains(Signal.LABEL)) {
            labels.add(row.row().contribution().tags(), row.text());
        }
    }

    /** Computes what follows from all rows and tells it. */
    void report(QualitySink sink, Steps steps) {
        boolean near = wanted.contains(Signal.NEAR_DUPLICATE) || wanted.contains(Signal.CONTAMINATION);
        duplicates.compare(steps, near);
        Labels.@Nullable Doubt[] doubts = wanted.contains(Signal.LABEL) ? labels.judge(steps) : new Labels.Doubt[0];
        String mostLanguage = most(language, codes.size(), codeNumbers.getOrDefault("", -1))
                .map(codes::get)
                .orElse("");
        boolean json = most(answers, Structure.Answer.values().length, -1)
                .filter(kind -> kind == Structure.Answer.JSON.number())
                .isPresent();
        steps.begin(Phase.REPORTING, hashes.size());
        for (int row = 0; row < hashes.size(); row++) {
            Bytes32 hash = hashes.get(row);
            tell(sink, hash, exact(row));
            tell(sink, hash, near(row));
            tell(sink, hash, language(row, mostLanguage));
            tell(sink, hash, structure(row, json));
            if (wanted.contains(Signal.CONTAMINATION)) {
                tell(sink, hash, contamination(row));
            }
            if (wanted.contains(Signal.LABEL)) {
                tell(sink, hash, label(doubts[row]));
            }
            steps.step();
        }
        clusters(sink);
    }

    private void tell(QualitySink sink, Bytes32 hash, Measurement value) {
        if (wanted.contains(value.signal())) {
            sink.signal(hash, value);
        }
    }

    private Measurement exact(int row) {
        int others = duplicates.copiesOf(row);
        return new Measurement(Signal.DUPLICATE, others, others == 0 ? null : words.badge("duplicate", others));
    }

    private Measurement near(int row) {
        double similarity = duplicates.similarity(row);
        Badge badge = similarity == 0 ? null : words.badge("near-duplicate", QualityWords.percent(similarity));
        return new Measurement(Signal.NEAR_DUPLICATE, similarity, badge);
    }

    private Measurement language(int row, String most) {
        String code = codes.get(language.get(row));
        double sure = Float.intBitsToFloat(sureness.get(row));
        boolean other = !most.isEmpty() && !code.isEmpty() && !code.equals(most) && sure >= SURE;
        Badge badge = other ? words.badge("language", QualityWords.language(code), QualityWords.language(most)) : null;
        return new Measurement(Signal.LANGUAGE, sure, badge);
    }

    private Measurement structure(int row, boolean json) {
        List<String> kinds = new ArrayList<>(faults.getOrDefault(row, List.of()));
        if (json && answers.get(row) != Structure.Answer.JSON.number()) {
            kinds.add(answers.get(row) == Structure.Answer.BROKEN_JSON.number() ? "broken-json" : "no-json");
        }
        return new Measurement(Signal.STRUCTURE, kinds.size(), kinds.isEmpty() ? null : words.badge(kinds.getFirst()));
    }

    private Measurement contamination(int row) {
        boolean apart = row < heldOut;
        Contamination.Shared shared = apart
                ? contamination.heldOut(row)
                : new Contamination.Shared(question.get(row) == 1, Float.intBitsToFloat(share.get(row)));
        double leak = duplicates.leak(row);
        double value = Math.max(leak, shared.question() ? 1 : shared.share());
        String side = words.text(apart ? "side.training" : "side.heldout");
        Badge badge = null;
        if (leak > 0) {
            badge = words.badge("leak-copy", side, QualityWords.percent(leak));
        } else if (shared.question()) {
            badge = words.badge("leak-question", side);
        } else if (shared.share() >= OVERLAP) {
            badge = words.badge("leak-overlap", side, QualityWords.percent(shared.share()));
        }
        return new Measurement(Signal.CONTAMINATION, value, badge);
    }

    private Measurement label(Labels.@Nullable Doubt doubt) {
        if (doubt == null) {
            return new Measurement(Signal.LABEL, 0, null);
        }
        return new Measurement(Signal.LABEL, doubt.share(), words.badge(doubt.kind(), doubt.word()));
    }

    private void clusters(QualitySink sink) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int row = 0; row < hashes.size(); row++) {
            int first = duplicates.cluster(row);
            if (first != row) {
                members.computeIfAbsent(first, key -> new ArrayList<>(List.of(key)))
                        .add(row);
            }
        }
        members.forEach((first, rows) ->
                sink.cluster(new Cluster(rows.stream().map(hashes::get).toList(), duplicates.weakest(first))));
    }

    /** The value that at least {@value #MOST} of the rows have, those with the value to pass over left out. */
    private static Optional<Integer> most(IntList values, int kinds, int passedOver) {
        int[] counts = new int[kinds];
        int all = 0;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != passedOver) {
                counts[values.get(i)]++;
                all++;
            }
        }
        for (int kind = 0; kind < kinds; kind++) {
            if (all > 0 && counts[kind] >= MOST * all) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
