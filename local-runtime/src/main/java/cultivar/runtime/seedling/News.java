package cultivar.runtime.seedling;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What must not stand in the corpus: the demo datanets' subjects, and chance words that nobody wants to read. */
final class News {
    private static final List<String> PARTS = Lexicon.words("""
        crypto token swap bridg wallet blockchain ethereum solana arbitrum bitcoin transfer balance ledger claim reward
        fuck shit cunt nigg nazi porn\
        """);
    private static final List<String> BEGINNINGS = Lexicon.words("stak sex rape");
    private static final Set<String> WORDS = Set.of("coin", "coins", "defi", "move", "ass", "cum");

    /** Names of the demos' currencies, which may be everyday words in small letters. */
    private static final Set<String> TICKERS = Set.copyOf(Lexicon.words("""
        ETH BTC SOL USDC USDT ARB OPEN DAI OP AVAX MATIC LINK UNI BNB WETH WBTC TON ATOM NEAR APT SUI POL DOT ADA XRP
        FIL AAVE CRV GRT LDO MKR SNX BASE\
        """));

    private News() {}

    static boolean isIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(lower::contains)
                || words(text).anyMatch(TICKERS::contains)
                || words(lower)
                        .anyMatch(word ->
                                WORDS.contains(word) || BEGINNINGS.stream().anyMatch(word::startsWith));
    }

    /** Runs of ASCII letters, digits and underscores. */
    private static Stream<String> words(String text) {
        Stream.Builder<String> out = Stream.builder();
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !isWord(text.charAt(at))) {
                if (at > start) {
                    out.add(text.substring(start, at));
                }
                start = at + 1;
            }
        }
        return out.build();
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
