package cultivar.datanet.quality;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowSignalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        write to jane.doe@example.org today                | email | j…@example.org
        call +44 20 7946 0958 after nine                   | phone | …58
        my number is (555) 867-5309                        | phone | …09
        phone: 0171 2345678                                | phone | …78
        pay to DE89 3704 0044 0532 0130 00 by Friday       | iban  | DE…00
        pay to GB82WEST12345698765432                      | iban  | GB…32
        card 4111 1111 1111 1111 is for tests              | card  | …1111
        card 5555-5555-5555-4444                           | card  | …4444
        the server 8.8.4.4 answers                         | ip    | 8.…
        the server 2001:db8:85a3:0:0:8a2e:370:7334 answers | ip    | 2001:…
        """)
    void personalDataIsFoundAndMasked(String text, String kind, String masked) {
        assertThat(PersonalData.in(text)).containsExactly(new Finding(kind, masked));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Override public void run()",
                "pay to DE89 3704 0044 0532 0130 01",
                "order 4111 1111 1111 1112",
                "version 1.2.3.4 of it",
                "on 192.168.0.1 or 127.0.0.1",
                "at 12:30:45 on 2024-05-06",
                "std::vector<int> and a::b::c",
                "0xdAC17F958D2ee523a2206206994597C13D831ec7",
                "stake 1234567890 OPEN",
                "0x4111111111111111aa",
                "pi is 3.141592653589793238"
            })
    void whatOnlyLooksLikePersonalDataIsNot(String text) {
        assertThat(PersonalData.in(text)).isEmpty();
    }

    @Test
    void secretsAreFoundAndNeverShown() {
        String random = "q7Rz2LxP9vKd4TmW8sYb";
        // Put together here, so that no scanner of sources takes them for real.
        List<String> texts = List.of(
                "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE",
                "use gh" + "p_" + random + random.substring(0, 16),
                "AKIA" + "Q7RZ2LXP9VKD4TMW",
                "key sk-" + random + random,
                "my private key is 0x" + "9f3c".repeat(16),
                "PASSWORD=\"hunter" + "2!Xy7\"",
                "blob " + random + "J5nHc3GfQe6UaV",
                "My seed phrase: ocean lamp tiger maple orbit candy fabric donkey violin rapid sunset kitten");
        List<String> kinds = List.of(
                "private-key", "token", "token", "token", "private-key", "password", "random-token", "wallet-phrase");

        for (int i = 0; i < texts.size(); i++) {
            List<Finding> found = Secrets.in(texts.get(i));
            assertThat(found).as(kinds.get(i)).extracting(Finding::kind).containsExactly(kinds.get(i));
            assertThat(found.getFirst().masked()).hasSizeLessThan(14).doesNotContain(random);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the transaction 0x9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c",
                "token: all",
                "{\"token\":\"USDC\",\"amount\":\"50\"}",
                "a wallet keeps the keys that sign what their owner sends and shows what came back from there",
                "https://example.org/a/very/long/path/that/goes/on/and/on/index",
                "thisIsAVeryLongCamelCaseIdentifierWithoutAnyMeaning",
                "two words of a list fence gate lamp door table chair window map box page tent"
            })
    void whatOnlyLooksLikeASecretIsNot(String text) {
        assertThat(Secrets.in(text)).isEmpty();
    }

    @Test
    void textsOfAnyLengthAreLookedThrough() {
        String words = "ocean lamp tiger maple orbit candy ".repeat(40_000);
        String digits = "1234567890".repeat(40_000);
        String token = "aB3-".repeat(50_000);
        for (String text : List.of(words, digits, token, "@".repeat(100_000), "+1 ".repeat(50_000))) {
            assertThat(PersonalData.in(text)).hasSizeLessThan(60_000);
            assertThat(Secrets.in(text)).hasSizeLessThan(10);
            assertThat(Repetition.of(text)).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        en | What is the capital of this country, and how do I get there?
        de | Wie komme ich von hier zu dem Bahnhof, und wann ist er nicht voll?
        fr | Quelle est la capitale de ce pays et comment est-ce que je peux y aller ?
        es | ¿Cuál es la capital de este país y cómo puedo llegar a la estación?
        it | Qual è la capitale di questo paese e come posso arrivare alla stazione?
        pt | Qual é a capital do país e como eu posso chegar à estação com você?
        nl | Wat is de hoofdstad van dit land en hoe kom ik op het station?
        ru | Какая столица этой страны и как туда доехать? Мы ещё были там.
        uk | Яка столиця цієї країни і як туди доїхати?
        ja | この国の首都はどこですか
        zh | 这个国家的首都是哪里
        ko | 이 나라의 수도는 어디입니까
        """)
    void languages(String code, String text) {
        assertThat(Language.of(text).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stake 5 ADA", "{\"action\":\"stake\"}", "42", "int main(void) { return 0; }"})
    void whatIsNoSentenceHasNoLanguage(String text) {
        assertThat(Language.of(text).code()).isEmpty();
    }

    @Test
    void faultsOfStructure() {
        Message user = new Message(Role.USER, "Hi");
        Message assistant = new Message(Role.ASSISTANT, "Hello");
        Message open = new Message(Role.ASSISTANT, "See:\n```java\nint a;");
        Message closed = new Message(Role.ASSISTANT, "See:\n```java\nint a;\n```");

        assertThat(Structure.faults(List.of(user, assistant))).isEmpty();
        assertThat(Structure.faults(List.of(user, closed))).isEmpty();
        assertThat(Structure.faults(List.of(user))).containsExactly("no-answer");
        assertThat(Structure.faults(List.of(user, user, assistant))).containsExactly("same-role");
        assertThat(Structure.faults(List.of(new Message(Role.USER, " "), assistant)))
                .containsExactly("empty-turn");
        assertThat(Structure.faults(List.of(user, new Message(Role.SYSTEM, "Be brief."), assistant)))
                .containsExactly("late-system");
        assertThat(Structure.faults(List.of(user, open))).containsExactly("open-fence");
    }

    @Test
    void anAnswerThatIsNotJsonWhereAllOthersAre() {
        List<Contribution> rows = new ArrayList<>();
        for (String word : List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")) {
            rows.add(Recorded.row("Give the number " + word, "{\"number\":\"" + word + "\"}"));
        }
        Contribution cut = Recorded.row("Give the number eleven", "{\"number\":\"elev");
        Contribution plain = Recorded.row("Give the number twelve", "It is twelve.");
        rows.add(cut);
        rows.add(plain);
        Recorded found = Recorded.of(rows, List.of());

        assertThat(found.badge(cut, Signal.STRUCTURE)).isEqualTo("broken-json");
        assertThat(found.badge(plain, Signal.STRUCTURE)).isEqualTo("no-json");
        assertThat(found.badge(rows.getFirst(), Signal.STRUCTURE)).isEmpty();
        assertThat(Recorded.of(List.of(plain, cut), List.of()).badge(cut, Signal.STRUCTURE))
                .as("where answers are of all kinds, none is wrong")
                .isEmpty();
    }

    @Test
    void aRowInAnotherLanguageThanTheOthers() {
        List<Contribution> rows = new ArrayList<>();
        for (String word : List.of("river", "mountain", "forest", "desert", "island")) {
            rows.add(Recorded.row("What is the name of the " + word + "?", "I do not know what it is, but you may."));
        }
        Contribution german =
                Recorded.row("Wie heißt der Berg und wo ist er?", "Das weiß ich nicht, aber du kannst es.");
        rows.add(german);
        Recorded found = Recorded.of(rows, List.of());

        assertThat(found.badge(german, Signal.LANGUAGE)).isEqualTo("language");
        assertThat(found.badge(rows.getFirst(), Signal.LANGUAGE)).isEmpty();
    }

    @Test
    void repetitionAndLength() {
        Contribution again = Recorded.row("Tell me more", "I will tell you more of it now. ".repeat(20));
        Contribution wordless = Recorded.row("Tell me more", "…");
        Contribution fine = Recorded.row("Which colours does a flag of three stripes have?", "It has three of them.");
        Recorded found = Recorded.of(List.of(again, wordless, fine), List.of());

        assertThat(found.badge(again, Signal.REPETITION)).isEqualTo("repetition");
        assertThat(found.value(again, Signal.REPETITION).value()).isBetween(0.9, 1.0);
        assertThat(found.badge(wordless, Signal.WORDS)).isEqualTo("short");
        assertThat(found.value(fine, Signal.WORDS).value()).isEqualTo(14);
        assertThat(found.value(fine, Signal.CHARACTERS).value()).isEqualTo(70);
        assertThat(found.badge(fine, Signal.REPETITION)).isEmpty();
    }
}
