package cultivar.wallet.transaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a node means that does not take a transaction. There is no standard for it, only what nodes say. */
enum Refusal {
    /** The node has this very transaction. */
    KNOWN("already known", "known transaction", "already imported", "already exists", "already in mempool"),
    /** The account has used the nonce. */
    NONCE_USED("nonce too low", "nonce is too low", "nonce has already been used", "old nonce", "invalid nonce"),
    /** Another transaction with this nonce waits and offers as much. */
    UNDERPRICED("replacement transaction underpriced", "replacement fee too low", "gas price too low to replace"),
    /** The transaction can never be taken as it is, or not from this account now. */
    INVALID(
            "insufficient funds",
            "insufficient balance",
            "not enough coin",
            "intrinsic gas too low",
            "exceeds block gas limit",
            "gas limit is above",
            "gas limit is too",
            "gas limit too",
            "transaction underpriced",
            "max fee per gas less than block base fee",
            "fee cap less than block base fee",
            "max priority fee per gas higher than max fee",
            "invalid sender",
            "invalid signature",
            "invalid chain id",
            "wrong chain",
            "oversized data",
            "max initcode size",
            "tx fee exceeds the configured cap"),
    /** Anything else, as a node in trouble would say: it may have the transaction or not. */
    UNCLEAR;

    private final Pattern phrases;

    Refusal(String... phrases) {
        this.phrases =
                Pattern.compile(Arrays.stream(phrases).map(Pattern::quote).collect(Collectors.joining("|")));
    }

    static Refusal of(String reason) {
        String said = reason.toLowerCase(Locale.ROOT);
        for (Refusal refusal : values()) {
            if (refusal != UNCLEAR && refusal.phrases.matcher(said).find()) {
                return refusal;
            }
        }
        return UNCLEAR;
    }
}
