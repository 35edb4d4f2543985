package cultivar.runtime.seedling;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.text.ChatMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Asks a finished Seedling requests that it has never seen and counts the answers that are exactly right, by skill. */
final class SeedlingExam {
    private static final int LONGEST_ANSWER = 120;

    private SeedlingExam() {}

    /** CSV with a line for each group of skills and one for all. */
    static String run(Engine engine, Path folder, long seed, int count) {
        Map<String, int[]> groups = new TreeMap<>();
        try (LanguageModel model = engine.open(folder)) {
            for (SeedExample example : Corpus.heldOut(seed, count)) {
                String group = example.kind().replaceAll("\\..*", "");
                int[] tally = groups.computeIfAbsent(group, _ -> new int[2]);
                tally[0]++;
                tally[1] += answer(model, example).equals(example.answer()) ? 1 : 0;
            }
        }
        StringBuilder csv = new StringBuilder("skill,requests,exact\n");
        int[] all = new int[2];
        groups.forEach((group, tally) -> {
            csv.append(line(group, tally));
            all[0] += tally[0];
            all[1] += tally[1];
        });
        return csv.append(line("all", all)).toString();
    }

    private static String line(String group, int[] tally) {
        return String.format(Locale.ROOT, "%s,%d,%.3f%n", group, tally[0], (double) tally[1] / tally[0]);
    }

    private static String answer(LanguageModel model, SeedExample example) {
        List<ChatMessage> messages = example.messages().stream()
                .map(turn -> new ChatMessage(turn.role(), turn.content()))
                .toList();
        int[] prompt = model.chatPrompt(messages.subList(0, messages.size() - 1));
        Generation generation = model.generate(
                new GenerationRequest(prompt, null, Sampling.greedy(), LONGEST_ANSWER, false), (id, text) -> true);
        return generation.text();
    }
}
