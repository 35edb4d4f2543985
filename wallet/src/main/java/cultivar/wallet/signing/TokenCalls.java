package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiFunction;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls of the token standards in words; permissions to take tokens are called out. */
final class TokenCalls {
    private final SigningWords words;
    private final Names names;
    private final Address token;

    TokenCalls(SigningWords words, Names names, Address token) {
        this.words = words;
        this.names = names;
        this.token = token;
    }

    /** A call of a fungible token; empty if nobody signs such a call. */
    Optional<Meaning> coinlike(Target.Coinlike kind, AbiFunction function, List<AbiValue> values) {
        return switch (function.name()) {
            case "transfer" ->
                known(
                        words.get("token.send", amount(kind, values, 1), name(values, 0)),
                        to(values, 0),
                        List.of(
                                Line.words(words.get("line.amount"), amount(kind, values, 1)),
                                account("line.to", values, 0)));
            case "transferFrom" ->
                known(
                        words.get("token.send.from", amount(kind, values, 2), name(values, 0), name(values, 1)),
                        to(values, 1),
                        List.of(
                                Line.words(words.get("line.amount"), amount(kind, values, 2)),
                                account("line.from.owner", values, 0),
                                account("line.to", values, 1)));
            case "approve" -> Optional.of(allowance(kind, address(values, 0), number(values, 1), List.of()));
            case "increaseAllowance" ->
                known(
                        words.get("token.allow.more", name(values, 0), amount(kind, values, 1)),
                        to(values, 0),
                        List.of(
                                Line.words(words.get("line.more"), amount(kind, values, 1)),
                                account("line.spender", values, 0)),
                        Caution.warning(words.get("caution.allowance", name(values, 0))));
            case "decreaseAllowance" ->
                known(
                        words.get("token.allow.less", name(values, 0), amount(kind, values, 1)),
                        Optional.empty(),
                        List.of(
                                Line.words(words.get("line.less"), amount(kind, values, 1)),
                                account("line.spender", values, 0)));
            case "permit" ->
                known(
                        words.get("token.permit.hand", name(values, 0), name(values, 1), amount(kind, values, 2)),
                        to(values, 1),
                        List.of(
                                Line.words(words.get("line.amount"), amount(kind, values, 2)),
                                account("line.from.owner", values, 0),
                                account("line.spender", values, 1),
                                Line.words(words.get("line.until"), time(number(values, 3)))));
            default -> Optional.empty();
        };
    }

    /** A permission to take a fungible token: what it is for an {@code approve} and for a signed permit. */
    Meaning allowance(Target.Coinlike kind, Address spender, BigInteger amount, List<Line> more) {
        List<Line> lines = new ArrayList<>();
        boolean limitless = Amounts.limitless(amount);
        lines.add(Line.words(
                words.get("line.atmost"),
                limitless
                        ? words.get("amount.limitless", kind.symbol())
                        : Amounts.text(amount, kind.decimals(), kind.symbol())));
        lines.add(Line.machine(words.get("line.spender"), names.full(spender)));
        lines.addAll(more);
        lines.add(contract());
        if (amount.signum() == 0) {
            return new Meaning.Known(
                    words.get("token.allow.none", names.orShort(spender), kind.symbol()),
                    lines,
                    List.of(),
                    Optional.empty());
        }
        return limitless
                ? new Meaning.Known(
                        words.get("token.allow.all", names.orShort(spender), kind.symbol()),
                        lines,
                        List.of(Caution.danger(words.get("caution.limitless", names.orShort(spender), kind.symbol()))),
                        Optional.of(spender))
                : new Meaning.Known(
                        words.get(
                                "token.allow",
                                names.orShort(spender),
                                Amounts.text(amount, kind.decimals(), kind.symbol())),
                        lines,
                        List.of(Caution.warning(words.get("caution.allowance", names.orShort(spender)))),
                        Optional.of(spender));
    }

    /** A call of a collection of single tokens; empty if nobody signs such a call. */
    Optional<Meaning> collection(String collection, AbiFunction function, List<AbiValue> values) {
        return switch (function.name()) {
            case "transferFrom", "safeTransferFrom" -> {
                List<Line> lines = new ArrayList<>(List.of(
                        Line.words(words.get("line.token"), shown(values, 2)),
                        account("line.from.owner", values, 0),
                        account("line.to", values, 1)));
                if (values.size() > 3) {
                    lines.add(Line.machine(words.get("line.data"), shown(values, 3)));
                }
                yield known(words.get("nft.send", shown(values, 2), collection, name(values, 1)), to(values, 1), lines);
            }
            case "approve" -> {
                List<Line> lines = List.of(
                        Line.words(words.get("line.token"), shown(values, 1)), account("line.spender", values, 0));
                yield address(values, 0).equals(Address.ZERO)
                        ? known(words.get("nft.allow.none", shown(values, 1), collection), Optional.empty(), lines)
                        : known(
                                words.get("nft.allow", name(values, 0), shown(values, 1), collection),
                                to(values, 0),
                                lines,
                                Caution.warning(words.get("caution.nft", name(values, 0))));
            }
            case "setApprovalForAll" -> all(collection, values);
            default -> Optional.empty();
        };
    }

    /** A call of a contract of many kinds of tokens; empty if nobody signs such a call. */
    Optional<Meaning> kinds(AbiFunction function, List<AbiValue> values) {
        return switch (function.name()) {
            case "safeTransferFrom" ->
                known(
                        words.get("kinds.send", shown(values, 3), shown(values, 2), name(values, 1)),
                        to(values, 1),
                        List.of(
                                Line.words(words.get("line.kind"), shown(values, 2)),
                                Line.words(words.get("line.pieces"), shown(values, 3)),
                                account("line.from.owner", values, 0),
                                account("line.to", values, 1),
                                Line.machine(words.get("line.data"), shown(values, 4))));
            case "safeBatchTransferFrom" ->
                known(
                        words.get("kinds.send.many", name(values, 1)),
                        to(values, 1),
                        List.of(
                                Line.words(words.get("line.kinds"), shown(values, 2)),
                                Line.words(words.get("line.pieces"), shown(values, 3)),
                                account("line.from.owner", values, 0),
                                account("line.to", values, 1),
                                Line.machine(words.get("line.data"), shown(values, 4))));
            case "setApprovalForAll" -> all(token.shortForm(), values);
            default -> Optional.empty();
        };
    }

    private Optional<Meaning> all(String collection, List<AbiValue> values) {
        boolean allowed = values.get(1) instanceof AbiValue.Truth(boolean yes) && yes;
        List<Line> lines =
                List.of(account("line.spender", values, 0), Line.words(words.get("line.allowed"), shown(values, 1)));
        return allowed
                ? known(
                        words.get("nft.allow.all", name(values, 0), collection),
                        to(values, 0),
                        lines,
                        Caution.danger(words.get("caution.nft.all", name(values, 0))))
                : known(words.get("nft.allow.all.none", name(values, 0), collection), Optional.empty(), lines);
    }

    private Optional<Meaning> known(
            String sentence, Optional<Address> recipient, List<Line> lines, Caution... cautions) {
        List<Line> all = new ArrayList<>(lines);
        all.add(contract());
        return Optional.of(new Meaning.Known(sentence, all, List.of(cautions), recipient));
    }

    private Line contract() {
        return Line.machine(words.get("line.contract"), names.full(token));
    }

    private Line account(String label, List<AbiValue> values, int index) {
        return Line.machine(words.get(label), names.full(address(values, index)));
    }

    private static Optional<Address> to(List<AbiValue> values, int index) {
        return Optional.of(address(values, index));
    }

    private String name(List<AbiValue> values, int index) {
        return names.orShort(address(values, index));
    }

    private static String amount(Target.Coinlike kind, List<AbiValue> values, int index) {
        return Amounts.text(number(values, index), kind.decimals(), kind.symbol());
    }

    private static String shown(List<AbiValue> values, int index) {
        return values.get(index).shown();
    }

    private static Address address(List<AbiValue> values, int index) {
        if (values.get(index) instanceof AbiValue.Account(Address address)) {
            return address;
        }
        throw new IllegalStateException("the standard has an address at place " + index);
    }

    private static BigInteger number(List<AbiValue> values, int index) {
        if (values.get(index) instanceof AbiValue.Whole(BigInteger number)) {
            return number;
        }
        throw new IllegalStateException("the standard has a number at place " + index);
    }

    /** A moment that a contract knows, in words; a moment that no calendar reaches is never. */
    String time(BigInteger seconds) {
        return seconds.bitLength() > 38
                ? words.get("time.never")
                : Instant.ofEpochSecond(seconds.longValueExact()).toString().replace('T', ' ');
    }
}
