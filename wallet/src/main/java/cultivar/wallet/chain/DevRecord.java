package cultivar.wallet.chain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the development chain's file: what a block is made of, and the hash that must come out.
 *
 * @param genesis creation code of contracts that nobody sends: of the first line, or of one that brings an older chain up to date
 * @param tx a signed transaction's bytes
 * @param grant coin from nowhere
 * @param time seconds since 1970; a block is never older than the one before
 * @param hash the block's hash
 */
record DevRecord(
        @Nullable List<String> genesis,
        @Nullable String tx,
        @Nullable Grant grant,
        long time,
        @Nullable String hash) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Coin for an account; {@code gwei} is hexadecimal. */
    record Grant(String address, String gwei) {}

    static DevRecord parse(String line) {
        return JSON.readValue(line, DevRecord.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    DevRecord withHash(String value) {
        return new DevRecord(genesis, tx, grant, time, value);
    }
}
