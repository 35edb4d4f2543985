package cultivar.datanet.quality;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which language a text is in: by its script where one script has one language, else by its commonest words and by
 * letters that few languages have. Short texts without such words stay unknown, which is better than a guess.
 *
 * @param code ISO 639-1; empty where unknown
 * @param confidence from 0 to 1
 */
record Language(String code, double confidence) {
    static final Language UNKNOWN = new Language("", 0);
    private static final int LONGEST = 4000;

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.ofEntries(
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.HAN, "zh"),
            Map.entry(UnicodeScript.ARABIC, "ar"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.DEVANAGARI, "hi"),
            Map.entry(UnicodeScript.BENGALI, "bn"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.ARMENIAN, "hy"),
            Map.entry(UnicodeScript.GEORGIAN, "ka"));

    /** Short words that nearly every sentence of a language has some of. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(
                    "en",
                    "the and of to is in that it for are with this you your not be have what how can which my do does"
                            + " when who was will from or if they there please an would should on"),
            Map.entry(
                    "de",
                    "der die das und ist nicht ein eine ich zu den mit von auf für sich dem auch wie wird im es sie"
                            + " wir aber wenn oder kann sind bei nach was wer hat des einen mein noch über"),
            Map.entry(
                    "fr",
                    "le la les et est une des dans que qui pour pas ce cette avec sur au aux je vous nous mais ou où"
                            + " sont être par plus il elle mon votre comment quel quelle du en"),
            Map.entry(
                    "es",
                    "el la los las y es una que de en por para con no se del al lo como más pero su mi cómo qué está"
                            + " son este esta hay quiero cuál muy yo tu puedo"),
            Map.entry(
                    "it",
                    "il lo la gli e è una che di in per con non si del della al come più ma sono mio questo questa nel"
                            + " alla dei delle cosa perché anche ho posso quale un dal"),
            Map.entry(
                    "pt",
                    "o os as e é uma que de em por para com não se do da dos das no na como mais mas seu meu este está"
                            + " são você eu qual ao pelo quero isso um à"),
            Map.entry(
                    "nl",
                    "de het een en is van niet dat ik te op met voor zijn er aan ook als maar wat hoe deze die naar"
                            + " bij wordt mijn kan je uit nog wel door heeft om"),
            Map.entry(
                    "sv",
                    "och är att det en ett som på för med inte av jag den till har de om var hur vad kan mitt min från"
                            + " eller när ska men så också"),
            Map.entry(
                    "da",
                    "og er at det en et som på for med ikke af jeg den til har de om hvad hvordan kan min mit fra"
                            + " eller når skal men så også blev være"),
            Map.entry(
                    "pl",
                    "i jest nie to się w na z że do jak ale czy od za po przez dla są mój co tak być może który która"
                            + " przy tego jego ten oraz mam"),
            Map.entry(
                    "cs",
                    "a je to se na že v s z do jak ale co pro jsou by jeho který která jako po od při nebo být můj aby"
                            + " není jsem kde tak"),
            Map.entry(
                    "tr",
                    "ve bir bu için ile ne mi değil çok daha var ben olarak gibi nasıl ama kadar sonra olan en şey"
                            + " benim ya da mı nedir"),
            Map.entry(
                    "fi",
                    "ja on ei se että oli mutta kun niin hän joka ovat myös tai mitä miten minun olen tämä kuin ole"
                            + " jos sen mikä voi"),
            Map.entry(
                    "ro",
                    "și este nu o un în la de cu pe care din pentru mai ce sunt să fi cum dar al ale prin sau unde meu"
                            + " această acest"),
            Map.entry(
                    "id",
                    "dan yang di untuk tidak ini itu dengan dari adalah apa saya ke pada akan bisa bagaimana atau juga"
                            + " ada sudah kami dalam oleh anda"),
            Map.entry(
                    "vi",
                    "và là của không có cho một được với này những trong tôi như thế nào các đã bạn từ khi đến người"
                            + " để gì"),
            Map.entry(
                    "hu",
                    "és a az hogy nem egy is van meg ez de mint vagy csak el már ha én mi azt volt lehet kell még"
                            + " után"));

    private static final Map<String, List<String>> LANGUAGES_OF = index();

    static Language of(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        EnumMap<UnicodeScript, Integer> scripts = new EnumMap<>(UnicodeScript.class);
        int letters = 0;
        for (int i = 0; i < start.length(); i++) {
            char c = start.charAt(i);
            if (Character.isLetter(c)) {
                letters++;
                if (c > 127) {
                    scripts.merge(UnicodeScript.of(c), 1, Integer::sum);
                }
            }
        }
        if (letters == 0) {
            return UNKNOWN;
        }
        for (Map.Entry<UnicodeScript, Integer> script : scripts.entrySet()) {
            double share = (double) script.getValue() / letters;
            String code = BY_SCRIPT.get(script.getKey());
            if (script.getKey() == UnicodeScript.HAN
                    && (scripts.containsKey(UnicodeScript.HIRAGANA) || scripts.containsKey(UnicodeScript.KATAKANA))) {
                code = "ja";
            }
            if (code != null && share >= 0.3) {
                return new Language(code, Math.min(1, share));
            }
            if (script.getKey() == UnicodeScript.CYRILLIC && share >= 0.3) {
                return new Language(cyrillic(start.toLowerCase(Locale.ROOT)), Math.min(1, share));
            }
        }
        return byWords(start.toLowerCase(Locale.ROOT));
    }

    private static Language byWords(String text) {
        Map<String, Double> scores = new HashMap<>();
        int words = 0;
        double known = 0;
        Set<String> different = new HashSet<>();
        for (String word : text.split("[^\\p{L}]+", -1)) {
            words += word.isEmpty() ? 0 : 1;
            if (word.isEmpty() || !different.add(word)) {
                continue;
            }
            List<String> languages = LANGUAGES_OF.getOrDefault(word, List.of());
            for (String language : languages) {
                // A word of several languages says less of each.
                scores.merge(language, 1.0 / languages.size(), Double::sum);
            }
            known += languages.isEmpty() ? 0 : 1;
        }
        String best = "";
        double most = 0;
        double all = 0;
        for (Map.Entry<String, Double> score : scores.entrySet()) {
            all += score.getValue();
            if (score.getValue() > most) {
                most = score.getValue();
                best = score.getKey();
            }
        }
        // Fewer than three common words, or one in twenty, are chance: names and code hold some.
        if (known < 3 || known < Math.min(words, 200) / 20.0 || most < 2) {
            return UNKNOWN;
        }
        return new Language(best, most / all);
    }

    /** Russian, Ukrainian and Bulgarian by the letters that the others lack. */
    private static String cyrillic(String text) {
        long ukrainian = text.chars().filter(c -> "іїєґ".indexOf(c) >= 0).count();
        long russian = text.chars().filter(c -> "ыэё".indexOf(c) >= 0).count();
        long bulgarian = text.chars().filter(c -> c == 'ъ').count();
        if (ukrainian > russian) {
            return "uk";
        }
        return russian == 0 && bulgarian > 0 ? "bg" : "ru";
    }

    private static Map<String, List<String>> index() {
        Map<String, List<String>> index = new HashMap<>();
        WORDS.forEach((language, words) -> {
            for (String word : words.split(" ", -1)) {
                index.merge(
                        word,
                        List.of(language),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        });
        return Map.copyOf(index);
    }
}
