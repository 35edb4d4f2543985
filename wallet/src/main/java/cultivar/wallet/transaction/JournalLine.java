package cultivar.wallet.transaction;

import com.fasterxml.jackson.annotation.JsonInclude;
import cultivar.wallet.chain.Inclusion;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the journal.
 *
 * @param what what happened
 * @param id which entry, by its first hash; of the first line the hash of the chain's first block
 * @param at seconds since 1970, by this machine's clock
 * @param signed a transaction that was signed
 * @param in the block that it is in
 * @param reason why nobody took it
 */
record JournalLine(
        What what,
        String id,
        long at,
        @Nullable Signed signed,
        @Nullable Block in,
        @Nullable String reason) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    enum What {
        BEGUN,
        SIGNED,
        TRIED,
        SENT,
        MINED,
        REMOVED,
        CONFIRMED,
        REFUSED,
        SUPERSEDED
    }

    /** Sums in decimal digits of wei. */
    record Signed(String account, long nonce, Attempt.Kind kind, String hash, String raw, String cost, String purpose) {
        Attempt attempt() {
            return new Attempt(kind, hash, raw, new BigInteger(cost));
        }
    }

    /** The fee in decimal digits of wei. */
    record Block(String hash, long number, String blockHash, boolean succeeded, String fee) {
        Inclusion inclusion() {
            return new Inclusion(hash, number, blockHash, succeeded, new BigInteger(fee));
        }
    }

    static JournalLine of(What what, String id, Instant at) {
        return new JournalLine(what, id, at.getEpochSecond(), null, null, null);
    }

    static JournalLine signed(String id, Instant at, Signed signed) {
        return new JournalLine(What.SIGNED, id, at.getEpochSecond(), signed, null, null);
    }

    static JournalLine in(What what, String id, Instant at, Inclusion in) {
        return new JournalLine(
                what,
                id,
                at.getEpochSecond(),
                null,
                new Block(
                        in.hash(),
                        in.block(),
                        in.blockHash(),
                        in.succeeded(),
                        in.fee().toString()),
                null);
    }

    static JournalLine refused(String id, Instant at, String reason) {
        return new JournalLine(What.REFUSED, id, at.getEpochSecond(), null, null, reason);
    }

    static JournalLine parse(String line) {
        return JSON.readValue(line, JournalLine.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }
}
