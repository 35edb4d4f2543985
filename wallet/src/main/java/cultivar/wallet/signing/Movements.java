package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiReader;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what a simulated transaction's events say about coin, tokens and permissions. */
final class Movements {
    /** Nodes that trace transfers report coin as an ERC-20 transfer of this address. */
    private static final Address COIN = Address.parse("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");

    private static final String TRANSFER = topic("Transfer(address,address,uint256)");
    private static final String APPROVAL = topic("Approval(address,address,uint256)");
    private static final String APPROVAL_FOR_ALL = topic("ApprovalForAll(address,address,bool)");
    private static final String TRANSFER_SINGLE = topic("TransferSingle(address,address,address,uint256,uint256)");
    private static final String TRANSFER_BATCH = topic("TransferBatch(address,address,address,uint256[],uint256[])");
    private static final AbiType NUMBER = new AbiType.Whole(false, 256);
    private static final AbiType NUMBERS = new AbiType.Row(NUMBER, AbiType.ANY);

    private final Address self;
    private final String coin;
    private final Targets targets;
    private final Names names;
    private final SigningWords words;
    private final Map<Asset, Map<Address, BigInteger>> balances = new LinkedHashMap<>();
    private final List<Change> permissions = new ArrayList<>();

    /** Something that can be counted: the coin, a token, or one number of a token contract. */
    private record Asset(Address contract, BigInteger number) {}

    Movements(Address self, String coin, Targets targets, Names names, SigningWords words) {
        this.self = self;
        this.coin = coin;
        this.targets = targets;
        this.names = names;
        this.words = words;
    }

    /** Adds coin that moves without an event. */
    void coin(Address from, Address to, BigInteger wei) {
        move(new Asset(COIN, BigInteger.ZERO), from, to, wei);
    }

    /** Adds an event; what is none of the standards' changes nothing that is shown. */
    void event(Address contract, List<String> topics, byte[] data) {
        try {
            read(contract, topics, data);
        } catch (AbiException e) {
            // Any contract may write events that only look like a standard's.
        }
    }

    private void read(Address contract, List<String> topics, byte[] data) {
        if (topics.isEmpty()) {
            return;
        }
        String kind = topics.getFirst();
        if (kind.equals(TRANSFER) && topics.size() == 3) {
            move(new Asset(contract, BigInteger.ZERO), address(topics, 1), address(topics, 2), number(data, 0, NUMBER));
        } else if (kind.equals(TRANSFER) && topics.size() == 4) {
            Asset token = new Asset(contract, Hex.number(topics.get(3)));
            move(token, address(topics, 1), address(topics, 2), BigInteger.ONE);
        } else if (kind.equals(APPROVAL) && topics.size() == 3) {
            allow(contract, address(topics, 1), address(topics, 2), number(data, 0, NUMBER));
        } else if (kind.equals(APPROVAL) && topics.size() == 4) {
            allowOne(contract, address(topics, 1), address(topics, 2), Hex.number(topics.get(3)));
        } else if (kind.equals(APPROVAL_FOR_ALL) && topics.size() == 3) {
            allowAll(contract, address(topics, 1), address(topics, 2), data);
        } else if (kind.equals(TRANSFER_SINGLE) && topics.size() == 4) {
            Asset token = new Asset(contract, number(data, 0, NUMBER, NUMBER));
            move(token, address(topics, 2), address(topics, 3), number(data, 1, NUMBER, NUMBER));
        } else if (kind.equals(TRANSFER_BATCH) && topics.size() == 4) {
            batch(contract, address(topics, 2), address(topics, 3), data);
        }
    }

    private void batch(Address contract, Address from, Address to, byte[] data) {
        List<AbiValue> values = values(data, NUMBERS, NUMBERS);
        if (values.get(0) instanceof AbiValue.Items(List<AbiValue> ids)
                && values.get(1) instanceof AbiValue.Items(List<AbiValue> amounts)
                && ids.size() == amounts.size()) {
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i) instanceof AbiValue.Whole(BigInteger id)
                        && amounts.get(i) instanceof AbiValue.Whole(BigInteger amount)) {
                    move(new Asset(contract, id), from, to, amount);
                }
            }
        }
    }

    private void move(Asset asset, Address from, Address to, BigInteger amount) {
        Map<Address, BigInteger> holders = balances.computeIfAbsent(asset, missing -> new LinkedHashMap<>());
        holders.merge(from, amount.negate(), BigInteger::add);
        holders.merge(to, amount, BigInteger::add);
    }

    private void allow(Address token, Address owner, Address spender, BigInteger amount) {
        String what = Amounts.limitless(amount)
                ? words.get("amount.limitless", symbol(token))
                : amount(new Asset(token, BigInteger.ZERO), amount);
        permissions.add(new Change(
                owner,
                words.get("change.permission", names.orShort(spender), what),
                amount.signum() == 0 ? Change.Kind.REVOCATION : Change.Kind.PERMISSION));
    }

    private void allowOne(Address contract, Address owner, Address spender, BigInteger id) {
        String what = amount(new Asset(contract, id), BigInteger.ONE);
        permissions.add(
                spender.equals(Address.ZERO)
                        ? new Change(owner, words.get("change.nobody", what), Change.Kind.REVOCATION)
                        : new Change(
                                owner,
                                words.get("change.permission", names.orShort(spender), what),
                                Change.Kind.PERMISSION));
    }

    private void allowAll(Address contract, Address owner, Address operator, byte[] data) {
        boolean allowed = values(data, new AbiType.Truth()).getFirst() instanceof AbiValue.Truth(boolean yes) && yes;
        permissions.add(new Change(
                owner,
                words.get("change.permission", names.orShort(operator), words.get("change.all", symbol(contract))),
                allowed ? Change.Kind.PERMISSION : Change.Kind.REVOCATION));
    }

    /** Everything that changes, the signer's own first; what only passes through somebody is left out. */
    List<Change> changes() {
        List<Change> out = new ArrayList<>();
        balances.forEach((asset, holders) -> holders.forEach((who, delta) -> {
            if (delta.signum() != 0 && !who.equals(Address.ZERO)) {
                out.add(new Change(
                        who, amount(asset, delta.abs()), delta.signum() > 0 ? Change.Kind.GAIN : Change.Kind.LOSS));
            }
        }));
        out.addAll(permissions);
        out.sort(Comparator.comparing(change -> !change.who().equals(self)));
        return out;
    }

    private String amount(Asset asset, BigInteger amount) {
        if (asset.contract().equals(COIN)) {
            return Amounts.coin(amount, coin);
        }
        return switch (targets.at(asset.contract())) {
            case Target.Coinlike(String symbol, int decimals) -> Amounts.text(amount, decimals, symbol);
            case Target.Kinds() ->
                words.get(
                        "change.kind",
                        amount.toString(),
                        asset.number().toString(),
                        asset.contract().shortForm());
            case Target.Own _, Target.Collection _ ->
                words.get("change.token", number(asset.number()), symbol(asset.contract()));
            case Target.Person _, Target.Stranger _ ->
                words.get("change.units", amount.toString(), asset.contract().shortForm());
        };
    }

    private String symbol(Address contract) {
        return switch (targets.at(contract)) {
            case Target.Coinlike(String symbol, int decimals) -> symbol;
            case Target.Collection(String name) -> name;
            case Target.Own(String name) -> words.find("contract." + name).orElse(name);
            case Target.Kinds _, Target.Person _, Target.Stranger _ -> contract.shortForm();
        };
    }

    private static BigInteger number(byte[] data, int index, AbiType... types) {
        if (values(data, types).get(index) instanceof AbiValue.Whole(BigInteger value)) {
            return value;
        }
        throw new AbiException("no number there");
    }

    private static List<AbiValue> values(byte[] data, AbiType... types) {
        return AbiReader.read(
                List.of(types).stream().map(type -> new AbiParameter("", type)).toList(), data);
    }

    private static Address address(List<String> topics, int index) {
        return Address.of(Hex.number(topics.get(index)));
    }

    private static String topic(String event) {
        return Hex.encode(Keccak.hash(event));
    }

    /** A number that is a hash is told as one, cut short; it is in full among the details of the call. */
    private static String number(BigInteger token) {
        if (token.bitLength() <= Long.SIZE) {
            return token.toString();
        }
        String hash = String.format("%064x", token);
        return "0x" + hash.substring(0, 8) + "\u2026" + hash.substring(hash.length() - 8);
    }
}
