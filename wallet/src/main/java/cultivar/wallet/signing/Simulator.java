package cultivar.wallet.signing;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Tries a transaction on the network's present state without sending it. A node that knows {@code eth_simulateV1} follows
 * every transfer; of others only success or refusal is learnt, and the coin that is sent is told from the request.
 */
final class Simulator {
    private final ChainClient client;
    private final Targets targets;
    private final Names names;
    private final SigningWords words = new SigningWords();
    private final Refusals refusals;

    Simulator(ChainClient client, Targets targets, Names names, Refusals refusals) {
        this.client = client;
        this.targets = targets;
        this.names = names;
        this.refusals = refusals;
    }

    /**
     * What would happen now.
     *
     * @throws ChainException if the network cannot be asked
     */
    Forecast forecast(Address from, Draft draft) {
        BigInteger balance = client.balance(from);
        if (balance.compareTo(draft.value()) < 0) {
            return new Forecast.TooPoor(balance, draft.value());
        }
        Optional<JsonNode> traced = trace(from, draft);
        if (traced.isPresent() && !traced.get().path("status").asString("").equals("0x1")) {
            return new Forecast.Refused(refusals.words(reason(traced.get())));
        }
        BigInteger gas;
        try {
            gas = client.estimateGas(from, draft.to(), draft.value(), draft.data());
        } catch (RevertedException e) {
            return new Forecast.Refused(refusals.words(e));
        }
        Movements movements = new Movements(from, client.network().coin(), targets, names, words);
        if (traced.isEmpty()) {
            if (draft.to() != null) {
                movements.coin(from, draft.to(), draft.value());
            }
            return new Forecast.Succeeds(gas, movements.changes(), draft.data().length == 0);
        }
        for (JsonNode log : traced.get().path("logs").values()) {
            movements.event(
                    Address.parse(log.path("address").asString("")),
                    log.path("topics").values().stream()
                            .map(topic -> topic.asString(""))
                            .toList(),
                    Hex.decode(log.path("data").asString("0x")));
        }
        return new Forecast.Succeeds(gas, movements.changes(), true);
    }

    /** The traced call, or nothing where the node cannot trace; a node that is gone shows at the next question. */
    private Optional<JsonNode> trace(Address from, Draft draft) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("from", from.hex());
        if (draft.to() != null) {
            call.put("to", draft.to().hex());
        }
        call.put("value", Hex.quantity(draft.value()));
        call.put("data", Hex.encode(draft.data()));
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("blockStateCalls", List.of(Map.of("calls", List.of(call))));
        question.put("traceTransfers", true);
        question.put("validation", false);
        try {
            JsonNode answer = client.ask("eth_simulateV1", List.of(question, "latest"));
            JsonNode result = answer.path(0).path("calls").path(0);
            return result.path("status").isString() ? Optional.of(result) : Optional.empty();
        } catch (ChainException e) {
            return Optional.empty();
        }
    }

    private static byte[] reason(JsonNode result) {
        for (JsonNode place :
                List.of(result.path("returnData"), result.path("error").path("data"))) {
            String text = place.asString("");
            if (text.startsWith("0x") && text.length() > 2) {
                return Hex.decode(text);
            }
        }
        return new byte[0];
    }
}
