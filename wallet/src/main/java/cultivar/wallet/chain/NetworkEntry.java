package cultivar.wallet.chain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the user said about a network, as JSON; null where nothing was said.
 *
 * @param contracts where this project's contracts lie
 * @param label only of the user's own networks, as are chain id and coin
 * @param limits how much is sent without asking for the password
 */
@JsonIgnoreProperties("registry") // where files of earlier studios have the registry that the contracts replaced
record NetworkEntry(
        String name,
        @Nullable String label,
        @Nullable Long chainId,
        @Nullable String coin,
        @Nullable String rpc,
        @Nullable Places contracts,
        @Nullable Boolean enabled,
        @Nullable Limits limits,
        @Nullable Integer confirmations) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Wei in decimal digits; null for no limit. */
    record Limits(@Nullable String perTransaction, @Nullable String perDay) {}

    /** Addresses. */
    record Places(String datanets, String adapters, String rewards, String stakes) {
        static Places of(Contracts contracts) {
            return new Places(
                    contracts.datanets().toString(),
                    contracts.adapters().toString(),
                    contracts.rewards().toString(),
                    contracts.stakes().toString());
        }

        Contracts parsed() {
            return new Contracts(
                    Address.parse(datanets), Address.parse(adapters), Address.parse(rewards), Address.parse(stakes));
        }
    }

    static NetworkEntry empty(String name) {
        return new NetworkEntry(name, null, null, null, null, null, null, null, null);
    }

    static List<NetworkEntry> parse(byte[] bytes) {
        return JSON.readValue(bytes, new TypeReference<List<NetworkEntry>>() {});
    }

    static byte[] bytes(List<NetworkEntry> entries) {
        return JSON.writeValueAsBytes(entries);
    }

    static @Nullable String sum(@Nullable BigInteger wei) {
        return wei == null ? null : wei.toString();
    }

    /** Throws {@link IllegalArgumentException} where a field is not what it should be. */
    void check() {
        var _ = contracts == null ? null : contracts.parsed();
        var _ = limits == null ? null : number(limits.perTransaction());
        var _ = limits == null ? null : number(limits.perDay());
        if (confirmations != null && confirmations < 1) {
            throw new IllegalArgumentException("confirmations");
        }
        if (chainId != null) {
            try {
                var _ = own();
            } catch (ChainException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    @JsonIgnore
    boolean isOwn() {
        return chainId != null;
    }

    Network own() {
        if (chainId == null || label == null || coin == null || rpc == null) {
            throw new IllegalArgumentException("a network without chain id, label, coin or node");
        }
        return Network.custom(name, label, chainId, coin, rpc, contracts == null ? null : contracts.parsed());
    }

    Network change(Network preset) {
        Network routed = rpc == null ? preset : preset.withRpc(rpc);
        return contracts == null ? routed : routed.withContracts(contracts.parsed());
    }

    NetworkRules change(NetworkRules usual) {
        return new NetworkRules(
                enabled == null ? usual.enabled() : enabled,
                limits == null ? usual.perTransaction() : number(limits.perTransaction()),
                limits == null ? usual.perDay() : number(limits.perDay()),
                confirmations == null ? usual.confirmations() : confirmations);
    }

    private static @Nullable BigInteger number(@Nullable String digits) {
        BigInteger wei = digits == null ? null : new BigInteger(digits);
        if (wei != null && wei.signum() < 0) {
            throw new IllegalArgumentException("a negative limit");
        }
        return wei;
    }

    NetworkEntry withEnabled(boolean allowed) {
        return new NetworkEntry(name, label, chainId, coin, rpc, contracts, allowed, limits, confirmations);
    }

    NetworkEntry withRpc(String address) {
        return new NetworkEntry(name, label, chainId, coin, address, contracts, enabled, limits, confirmations);
    }

    NetworkEntry withContracts(Contracts others) {
        return new NetworkEntry(name, label, chainId, coin, rpc, Places.of(others), enabled, limits, confirmations);
    }

    NetworkEntry withLimits(@Nullable String perTransaction, @Nullable String perDay) {
        return new NetworkEntry(
                name, label, chainId, coin, rpc, contracts, enabled, new Limits(perTransaction, perDay), confirmations);
    }

    NetworkEntry withConfirmations(int blocks) {
        return new NetworkEntry(name, label, chainId, coin, rpc, contracts, enabled, limits, blocks);
    }

    NetworkEntry withOwn(Network network) {
        return new NetworkEntry(
                name,
                network.label(),
                network.chainId(),
                network.coin(),
                network.rpc(),
                network.contracts() == null ? null : Places.of(network.contracts()),
                enabled,
                limits,
                confirmations);
    }
}
