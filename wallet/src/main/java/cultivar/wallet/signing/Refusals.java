package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiFunction;
import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words why a contract refused: our contracts' errors, the standards', and Solidity's two. */
public final class Refusals {
    private final SigningWords words = new SigningWords();
    private final Standards standards;
    private final OwnContracts own;

    /** Words for refusals; reads the contracts' descriptions. */
    public Refusals() {
        this(Standards.load(), OwnContracts.load());
    }

    Refusals(Standards standards, OwnContracts own) {
        this.standards = standards;
        this.own = own;
    }

    /** The reason of a call that was refused. */
    public String words(RevertedException refusal) {
        return refusal.data().length == 0
                ? Objects.requireNonNullElse(refusal.getMessage(), words.get("refused"))
                : words(refusal.data());
    }

    /** The reason in the bytes that a contract gave. Never throws for any bytes. */
    public String words(byte[] data) {
        if (data.length < AbiFunction.SELECTOR) {
            return words.get("refused");
        }
        String selector = Hex.encode(Arrays.copyOf(data, AbiFunction.SELECTOR));
        Optional<AbiFunction> known = error(data);
        if (known.isEmpty()) {
            return words.get("refused.unknown", selector);
        }
        try {
            return words(known.get(), known.get().read(data));
        } catch (AbiException e) {
            return words.get("refused.unknown", selector);
        }
    }

    private Optional<AbiFunction> error(byte[] data) {
        return Stream.concat(
                        own.all().stream().map(OwnContract::abi),
                        Stream.of(standards.errors(), standards.erc20(), standards.erc721(), standards.erc1155()))
                .map(abi -> abi.error(data))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private String words(AbiFunction error, List<AbiValue> values) {
        Object[] shown = values.stream().map(AbiValue::shown).toArray();
        if (error.name().equals("Panic")) {
            return words.find("panic." + shown[0]).orElseGet(() -> words.get("panic", shown));
        }
        return words.find("error." + error.name(), shown)
                .orElseGet(() -> words.get("refused.named", error.name(), named(error, values)));
    }

    private static String named(AbiFunction error, List<AbiValue> values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            AbiParameter parameter = error.inputs().get(i);
            parts.add((parameter.name().isEmpty() ? "" : parameter.name() + " ")
                    + values.get(i).shown());
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }
}
