package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiFunction;
import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiReader;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.ContractAbi;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads the meaning of a transaction from its bytes, with our own contracts' descriptions and the token standards. */
final class CallReader {
    /** Numbers of our contracts that are always amounts of the coin; fees may be of a token. */
    private static final Set<String> IN_COIN = Set.of("Stakes.amount");

    private final SigningWords words = new SigningWords();
    private final Standards standards;
    private final OwnContracts own;

    CallReader(Standards standards, OwnContracts own) {
        this.standards = standards;
        this.own = own;
    }

    /** Never throws for any bytes: what cannot be read in full is {@link Meaning.Unknown}. May ask the chain. */
    Meaning read(Network network, Address from, Draft draft, Targets targets, Names names) {
        Address to = draft.to();
        if (to == null) {
            return creation(network, draft, names);
        }
        Target target = targets.at(to);
        if (draft.data().length == 0) {
            return coin(network, from, to, draft, target, names);
        }
        if (draft.data().length < AbiFunction.SELECTOR) {
            return unknown(words.get("unknown.short"), network, draft, names);
        }
        return switch (target) {
            case Target.Person() -> unknown(words.get("unknown.nobody", names.orShort(to)), network, draft, names);
            case Target.Stranger() -> unknown(words.get("unknown.stranger", names.orShort(to)), network, draft, names);
            case Target.Own(String name) -> ours(network, name, to, draft, names);
            case Target.Coinlike kind ->
                standard(
                        standards.erc20(),
                        network,
                        draft,
                        names,
                        (function, values) -> new TokenCalls(words, names, to).coinlike(kind, function, values));
            case Target.Collection(String name) ->
                standard(
                        standards.erc721(),
                        network,
                        draft,
                        names,
                        (function, values) -> new TokenCalls(words, names, to).collection(name, function, values));
            case Target.Kinds() ->
                standard(
                        standards.erc1155(),
                        network,
                        draft,
                        names,
                        (function, values) -> new TokenCalls(words, names, to).kinds(function, values));
        };
    }

    /** Puts the values of a call in words; empty if nobody signs such a call. */
    @FunctionalInterface
    private interface Wording {
        Optional<Meaning> of(AbiFunction function, List<AbiValue> values);
    }

    private Meaning coin(Network network, Address from, Address to, Draft draft, Target target, Names names) {
        List<Line> lines = List.of(
                Line.words(words.get("line.amount"), Amounts.coin(draft.value(), network.coin())),
                Line.machine(words.get("line.to"), names.full(to)));
        if (draft.value().signum() == 0) {
            return new Meaning.Known(words.get("coin.nothing"), lines, List.of(), Optional.of(to));
        }
        String sentence = words.get("coin.send", Amounts.coin(draft.value(), network.coin()), names.orShort(to));
        List<Caution> cautions = new ArrayList<>();
        if (to.equals(Address.ZERO)) {
            cautions.add(Caution.danger(words.get("caution.zero")));
        } else if (to.equals(from)) {
            cautions.add(Caution.note(words.get("caution.self")));
        } else if (!(target instanceof Target.Person)) {
            cautions.add(Caution.warning(words.get("caution.contract")));
        }
        return new Meaning.Known(sentence, lines, cautions, Optional.of(to));
    }

    private Meaning creation(Network network, Draft draft, Names names) {
        Optional<OwnContract> made = own.madeBy(draft.data());
        if (made.isEmpty() || draft.value().signum() != 0) {
            return unknown(words.get("unknown.creation"), network, draft, names);
        }
        OwnContract contract = made.get();
        byte[] rest = Arrays.copyOfRange(draft.data(), contract.creation().length, draft.data().length);
        try {
            List<AbiParameter> parameters = contract.abi().constructor();
            List<Line> lines = lines(network, contract.name(), parameters, AbiReader.read(parameters, rest), names);
            return new Meaning.Known(
                    words.get("creation.own", title(contract.name())),
                    lines,
                    List.of(Caution.note(words.get("caution.creation"))),
                    Optional.empty());
        } catch (AbiException e) {
            return unknown(words.get("unknown.creation"), network, draft, names);
        }
    }

    private Meaning ours(Network network, String name, Address at, Draft draft, Names names) {
        OwnContract contract = own.named(name).orElseThrow();
        return standard(contract.abi(), network, draft, names, (function, values) -> {
            if (standards.erc721().function(draft.data()).isPresent()) {
                return new TokenCalls(words, names, at).collection(title(name), function, values);
            }
            Object[] shown = IntStream.range(0, values.size())
                    .mapToObj(i -> values.get(i) instanceof AbiValue.Account(Address address)
                            ? names.orShort(address)
                            : shown(network, name, function.inputs().get(i), values.get(i)))
                    .toArray();
            String sentence = words.find("call." + name + "." + function.name(), shown)
                    .orElseGet(() -> words.get("call.own", function.name(), title(name)));
            List<Line> lines = new ArrayList<>(lines(network, name, function.inputs(), values, names));
            if (draft.value().signum() != 0) {
                lines.addFirst(Line.words(words.get("line.coin"), Amounts.coin(draft.value(), network.coin())));
            }
            lines.add(Line.machine(words.get("line.contract.own", title(name)), at.toString()));
            List<Caution> cautions = words.find("caution.call." + name + "." + function.name()).stream()
                    .map(Caution::note)
                    .toList();
            return Optional.of(new Meaning.Known(sentence, lines, cautions, Optional.empty()));
        });
    }

    private Meaning standard(ContractAbi abi, Network network, Draft draft, Names names, Wording wording) {
        Optional<AbiFunction> found = abi.function(draft.data());
        if (found.isEmpty()) {
            return unknown(words.get("unknown.function"), network, draft, names);
        }
        AbiFunction function = found.get();
        if (draft.value().signum() != 0 && !function.payable()) {
            return unknown(words.get("unknown.coin", function.name()), network, draft, names);
        }
        try {
            return wording.of(function, function.read(draft.data()))
                    .orElseGet(() -> unknown(words.get("unknown.function"), network, draft, names));
        } catch (AbiException e) {
            return unknown(words.get("unknown.bytes", function.name(), e.reason()), network, draft, names);
        }
    }

    private List<Line> lines(
            Network network, String contract, List<AbiParameter> parameters, List<AbiValue> values, Names names) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            String label = words.find("parameter." + contract + "." + name)
                    .or(() -> words.find("parameter." + name))
                    .orElse(name.isEmpty() ? Integer.toString(i + 1) : name);
            if (parameters.get(i).type() instanceof AbiType.Group(List<AbiParameter> members)
                    && values.get(i) instanceof AbiValue.Items(List<AbiValue> parts)) {
                lines.addAll(lines(network, contract, members, parts, names));
            } else {
                lines.add(
                        line(label, values.get(i), shown(network, contract, parameters.get(i), values.get(i)), names));
            }
        }
        return lines;
    }

    private static Line line(String label, AbiValue value, String shown, Names names) {
        return switch (value) {
            case AbiValue.Account(Address address) -> Line.machine(label, names.full(address));
            case AbiValue.Bytes _, AbiValue.Items _ -> Line.machine(label, shown);
            case AbiValue.Whole _, AbiValue.Truth _, AbiValue.Text _ -> Line.words(label, shown);
        };
    }

    private static String shown(Network network, String contract, AbiParameter parameter, AbiValue value) {
        return value instanceof AbiValue.Whole(BigInteger number) && IN_COIN.contains(contract + "." + parameter.name())
                ? Amounts.coin(number, network.coin())
                : value.shown();
    }

    private String title(String contract) {
        return words.find("contract." + contract).orElse(contract);
    }

    private Meaning unknown(String why, Network network, Draft draft, Names names) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.words(words.get("line.coin"), Amounts.coin(draft.value(), network.coin())));
        if (draft.to() != null) {
            lines.add(Line.machine(words.get("line.contract"), names.full(draft.to())));
        }
        lines.add(Line.machine(words.get("line.data"), Hex.encode(draft.data())));
        return new Meaning.Unknown(why, lines);
    }
}
