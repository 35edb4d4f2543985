package cultivar.datanet.view;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A store with a few datanets that look like real ones. */
final class SampleDatanets {
    static final String[] PEOPLE = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
    };

    private static final String[] TAGS = {"swap", "stake", "transfer", "bridge", "balance"};

    private SampleDatanets() {}

    static void fill(DatanetStore store) {
        store.create(new DatanetCard(
                "market-orders",
                "Market orders",
                "Plain requests to a market, and the exact order that each one means.",
                """
                Each row asks for **one** trade in everyday words. The answer is a single JSON object with the
                keys `action`, `amount` and `token`, and nothing else.

                ## What it is for
                - assistants that place orders by voice
                - scoring: an answer counts only if it is the same to the letter

                Amounts keep the unit that the request names. See [the grammar](https://example.org/grammar).
                """,
                "1. Write as you would speak.\n2. Never name a real person.\n3. One trade in each row.",
                List.of(
                        new DatanetCard.TagMeaning("swap", "one token for another"),
                        new DatanetCard.TagMeaning("stake", "lock a token for a reward"),
                        new DatanetCard.TagMeaning("transfer", "send to an address")),
                "CC-BY-4.0"));
        load(store, "market-orders", Split.TRAIN, orders(0, 600));
        load(store, "market-orders", Split.HELD_OUT, orders(600, 60));
        store.publish("market-orders");
        load(store, "market-orders", Split.TRAIN, orders(700, 12));
        store.create(new DatanetCard(
                "kitchen-questions",
                "Kitchen questions",
                "Short questions of home cooks with answers that fit on a card.",
                "",
                "",
                List.of(),
                "CC0-1.0"));
        load(
                store,
                "kitchen-questions",
                Split.TRAIN,
                List.of(
                        row("How long does rice rest?", "Ten minutes, lid on.", PEOPLE[1], "CC0-1.0", "grain"),
                        row("Can I freeze basil?", "Yes: chop it, cover it with oil.", PEOPLE[2], "MIT", "herbs")));
        store.publish("kitchen-questions");
        store.create(new DatanetCard(
                "house-voice",
                "House voice",
                "Sentences before and after an editor who likes verbs.",
                "",
                "",
                List.of(),
                ""));
        load(
                store,
                "house-voice",
                Split.TRAIN,
                List.of(row(
                        "The making of a decision was done.", "We decided.", PEOPLE[3], "my own terms", "shorter")));
    }

    static void load(DatanetStore store, String datanet, Split split, List<String> rows) {
        byte[] bytes = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
        store.importRows(
                datanet,
                datanet + ".jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                split,
                new RowDefaults(EvmAddress.NOBODY, ""),
                ImportListener.NONE);
    }

    static List<String> orders(int from, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            String tag = TAGS[i * 7 % 11 % TAGS.length];
            rows.add(row(
                    "Please " + tag + " " + (i + 1) + " of my OPEN tokens as soon as the fee is low",
                    "{\\\"action\\\":\\\"" + tag + "\\\",\\\"amount\\\":" + (i + 1) + ",\\\"token\\\":\\\"OPEN\\\"}",
                    PEOPLE[i % 5 == 4 ? 1 : i % 3 == 2 ? 2 : 0],
                    "CC-BY-4.0",
                    tag));
        }
        return rows;
    }

    static String row(String question, String answer, String who, String licence, String tag) {
        return """
            {"messages":[{"role":"system","content":"Answer in one line."},{"role":"user","content":"%s"},\
            {"role":"assistant","content":"%s"}],"contributor":"%s","licence":"%s",\
            "source":"written for the test","tags":["%s"]}\
            """.formatted(question, answer, who, licence, tag);
    }
}
