package cultivar.datanet.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what gives access to something: private keys, the tokens of well-known services, passwords that are assigned,
 * tokens that look random, and wallet phrases. Of what it finds only the public beginning is shown.
 */
final class Secrets {
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern HEX_KEY =
            Pattern.compile("(?i)(?:private[ _-]?key|secret[ _-]?key|\\bprivkey|\\bsecret)\\b[^\\n"
                    + "]{0,40}?(?<![0-9a-z])(?:0x)?[0-9a-f]{64}(?![0-9a-z])");

    /** A token's public beginning is group 1. */
    private static final Pattern TOKEN = Pattern.compile("(?<![A-Za-z0-9_-])(?:"
            + "(AKIA|ASIA)[A-Z0-9]{16}"
            + "|(gh[pousr]_)[A-Za-z0-9]{36,}"
            + "|(github_pat_)[A-Za-z0-9_]{22,}"
            + "|(glpat-)[A-Za-z0-9_-]{20,}"
            + "|(xox[abeprs]-)[A-Za-z0-9-]{10,}"
            + "|(sk-ant-|sk-proj-|sk-)[A-Za-z0-9_-]{20,}"
            + "|([sr]k_(?:live|test)_)[A-Za-z0-9]{16,}"
            + "|(AIza)[A-Za-z0-9_-]{35}"
            + "|(hf_)[A-Za-z0-9]{30,}"
            + "|(npm_)[A-Za-z0-9]{36}"
            + "|(pypi-)[A-Za-z0-9_-]{50,}"
            + "|(dop_v1_)[a-f0-9]{64}"
            + "|(shp(?:at|ca|pa|ss)_)[a-fA-F0-9]{32}"
            + "|(SG\\.)[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}"
            + "|(eyJ)[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"
            + ")(?![A-Za-z0-9_-])");

    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)\\b(password|passwd|passphrase|pwd|secret|token|api[_ -]?key|access[_"
                    + " -]?key)[\"']?\\s*[:=]\\s*[\"']?([^\\s\"'<>{},;]{8,})");
    private static final Pattern RANDOM =
            Pattern.compile("(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/_=-])");
    private static final Pattern WORD_RUN =
            Pattern.compile("(?:(?:\\d{1,2}[.)]\\s*)?\\b[a-z]{3,8}\\b[\\s,]+){11,47}[a-z]{3,8}\\b");
    private static final Pattern WALLET =
            Pattern.compile("(?i)\\b(?:mnemonic|seed|recovery|backup|secret|wallet)\\b[^.\\n]{0,40}$");

    /** The shortest of the tokens above. */
    private static final int TOKEN_LENGTH = 15;

    private static final int RANDOM_LENGTH = 32;
    private static final int HEX_LENGTH = 64;

    /** Twelve words of three letters with a space before all but one. */
    private static final int PHRASE_LENGTH = 47;

    /** Words that most sentences have and that no BIP-39 list holds. */
    private static final Set<String> PROSE = Set.of(
            "the and for with that this from are was not but you your has have had they them their its his her our what when "
                    .concat("which who how been were there these those into than then will would could does did"
                            + " because should")
                    .split(" "));

    private Secrets() {}

    static List<Finding> in(String text) {
        List<Finding> found = new ArrayList<>();
        int longest = longestToken(text);
        boolean pem = text.contains("-----BEGIN ") && PRIVATE_KEY.matcher(text).find();
        if (pem || (longest >= HEX_LENGTH && HEX_KEY.matcher(text).find())) {
            found.add(new Finding("private-key", "…"));
        }
        StringBuilder rest = new StringBuilder(text);
        if (longest >= TOKEN_LENGTH) {
            tokens(text, rest, found);
        }
        if (text.indexOf('=') >= 0 || text.indexOf(':') >= 0) {
            assigned(rest, found);
        }
        if (longest >= RANDOM_LENGTH) {
            random(rest, found);
        }
        if (text.length() >= PHRASE_LENGTH && hasWalletPhrase(text)) {
            found.add(new Finding("wallet-phrase", "…"));
        }
        return found;
    }

    private static void tokens(String text, StringBuilder rest, List<Finding> found) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            for (int group = 1; group <= token.groupCount(); group++) {
                if (token.group(group) != null) {
                    found.add(new Finding("token", token.group(group) + "…"));
                }
            }
            blank(rest, token);
        }
    }

    /** The length of the longest part without a space; nearly all sentences have only short ones and are done with. */
    private static int longestToken(String text) {
        int longest = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) <= ' ') {
                longest = Math.max(longest, i - from);
                from = i + 1;
            }
        }
        return longest;
    }

    private static void assigned(StringBuilder text, List<Finding> found) {
        Matcher matcher = ASSIGNED.matcher(text.toString());
        while (matcher.find()) {
            String value = matcher.group(2);
            boolean mixed =
                    value.chars().anyMatch(Character::isDigit) && value.chars().anyMatch(Character::isLetter);
            if (mixed && !value.startsWith("0x") && entropy(value) >= 2.75) {
                found.add(new Finding("password", matcher.group(1).toLowerCase(Locale.ROOT) + "=…"));
                blank(text, matcher);
            }
        }
    }

    /** Long tokens of capitals, small letters and digits in no order; hashes in hexadecimal are public and do not count. */
    private static void random(CharSequence text, List<Finding> found) {
        Matcher matcher = RANDOM.matcher(text);
        while (matcher.find()) {
            String value = matcher.group();
            boolean mixed = value.chars().anyMatch(Character::isDigit)
                    && value.chars().anyMatch(Character::isUpperCase)
                    && value.chars().anyMatch(Character::isLowerCase);
            boolean words = value.split("[-_/]").length > 4;
            if (mixed && !words && !value.startsWith("0x") && entropy(value) >= 4.3) {
                found.add(new Finding("random-token", value.substring(0, 2) + "…"));
            }
        }
    }

    /**
     * Whether twelve or more words follow each other as a BIP-39 phrase has them: three to eight small letters, none of
     * the words that hold sentences together, hardly any twice, and either introduced as a phrase or alone in the text.
     * This tells it without the list of 2048 words.
     */
    private static boolean hasWalletPhrase(String text) {
        Matcher matcher = WORD_RUN.matcher(text);
        while (matcher.find()) {
            List<String> words = List.of(matcher.group().strip().split("[\\s,]+(?:\\d{1,2}[.)]\\s*)?"));
            int longest = 0;
            int from = 0;
            for (int i = 0; i < words.size(); i++) {
                if (PROSE.contains(words.get(i))) {
                    from = i + 1;
                }
                longest = Math.max(longest, i + 1 - from);
            }
            boolean alone = matcher.end() - matcher.start() == text.strip().length();
            boolean introduced = WALLET.matcher(text.substring(Math.max(0, matcher.start() - 60), matcher.start()))
                            .find()
                    || WALLET.matcher(matcher.group()
                                    .substring(0, Math.min(matcher.group().length(), 60)))
                            .find();
            boolean varied = words.stream().distinct().count() >= words.size() - 2L;
            boolean whole = longest % 3 == 0 && longest <= 24;
            if (longest >= 12 && varied && (introduced || (alone && whole))) {
                return true;
            }
        }
        return false;
    }

    /** Bits a character, by the characters' own frequencies. */
    static double entropy(String text) {
        int[] counts = new int[128];
        for (int i = 0; i < text.length(); i++) {
            counts[text.charAt(i) & 127]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static void blank(StringBuilder text, Matcher matcher) {
        for (int i = matcher.start(); i < matcher.end(); i++) {
            text.setCharAt(i, ' ');
        }
    }
}
