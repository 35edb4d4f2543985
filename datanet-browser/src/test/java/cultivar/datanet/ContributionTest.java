package cultivar.datanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ContributionTest {
    private static final EvmAddress ALICE = EvmAddress.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    private static Contribution row(String question, String answer) {
        return new Contribution(
                List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer)),
                ALICE,
                "CC-BY-4.0",
                "a book",
                "",
                List.of("b", "a", "b"));
    }

    @Test
    void canonicalBytesAreSortedJsonWithoutSpaces() {
        assertThat(new String(CanonicalForm.of(row("Wie heißt \"das\"?", "A\tB")), StandardCharsets.UTF_8))
                .isEqualTo("{\"licence\":\"CC-BY-4.0\",\"messages\":[{\"content\":\"Wie heißt \\\"das\\\"?\","
                        + "\"role\":\"user\"},{\"content\":\"A\\tB\",\"role\":\"assistant\"}],\"source\":\"a book\"}");
    }

    @Test
    void canonicalBytesAreThoseOfAnotherImplementation() throws Exception {
        Random random = new Random(8785);
        for (int i = 0; i < 2000; i++) {
            String text = random.ints(1 + random.nextInt(20), 1, i % 2 == 0 ? 0x80 : 0xD800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append("\ud83d\ude00.")
                    .toString();
            String bytes = new String(CanonicalForm.of(row(text, text)), StandardCharsets.UTF_8);
            assertThat(new JsonCanonicalizer(bytes).getEncodedString()).isEqualTo(bytes);
            assertThat(new JsonMapper()
                            .readTree(bytes)
                            .at("/messages/0/content")
                            .asString())
                    .isEqualTo(CanonicalForm.text(text));
        }
    }

    @Test
    void composedAndDecomposedLettersAndAllLineEndsHashAlike() {
        Bytes32 hash = row("caf\u00e9\nx\ny", "yes").contentHash();
        assertThat(row("cafe\u0301\r\nx\ry", "yes").contentHash()).isEqualTo(hash);
        assertThat(row("cafe\nx\ny", "yes").contentHash()).isNotEqualTo(hash);
    }

    @Test
    void tagsAndContributorDoNotChangeTheContentHash() {
        Contribution one = row("q", "a");
        Contribution other = new Contribution(
                one.messages(), EvmAddress.NOBODY, one.licence(), one.source(), one.context(), List.of());
        assertThat(other.contentHash()).isEqualTo(one.contentHash());
        assertThat(one.tags()).containsExactly("a", "b");
    }

    @Test
    void licenceChangesTheContentHashButNotTheTextHash() {
        Contribution one = row("q", "a");
        Contribution other = new Contribution(one.messages(), ALICE, "MIT", one.source(), one.context(), List.of());
        assertThat(other.contentHash()).isNotEqualTo(one.contentHash());
        assertThat(other.textHash()).isEqualTo(one.textHash());
    }

    @Test
    void aConversationWithoutAnAnswerIsRefused() {
        assertThatThrownBy(
                        () -> new Contribution(List.of(new Message(Role.USER, "q")), ALICE, "MIT", "", "", List.of()))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("no assistant turn");
    }

    @Test
    void nulAndHalfCharactersAreRefused() {
        assertThatThrownBy(() -> new Message(Role.USER, "a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> new Message(Role.USER, "a\ud83d")).hasMessageContaining("surrogate");
        assertThat(new Message(Role.USER, "\ud83d\ude00").content()).hasSize(2);
    }

    @Test
    void addressesCarryTheirChecksum() {
        // The examples of EIP-55.
        for (String right : List.of(
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")) {
            assertThat(EvmAddress.parse(right.toLowerCase()).value()).isEqualTo(right);
            assertThat(EvmAddress.of(EvmAddress.parse(right).bytes()).value()).isEqualTo(right);
        }
        assertThatThrownBy(() -> EvmAddress.parse("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> EvmAddress.parse("0x12")).hasMessageContaining("40 hexadecimal digits");
    }

    @Test
    void namesAreMadeFromTitles() {
        assertThat(DatanetCard.nameFrom("DeFi intents, Übung 2!")).isEqualTo("defi-intents-ubung-2");
        assertThat(DatanetCard.nameFrom("日本")).isEqualTo("datanet");
        assertThat(DatanetVersionRef.parse("a-b@12")).isEqualTo(new DatanetVersionRef("a-b", 12));
        assertThatThrownBy(() -> DatanetVersionRef.parse("a-b")).hasMessageContaining("name@number");
    }
}
