package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiFunction;
import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiReader;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.ContractAbi;
import cultivar.wallet.abi.PlainText;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks one chain what lies at addresses, and remembers it for as long as one request is looked at. */
final class ChainTargets implements Targets {
    private static final int LONGEST_NAME = 24;
    private static final int MOST_DECIMALS = 77;
    private static final AbiValue ERC721 = new AbiValue.Bytes(Hex.decode("0x80ac58cd"));
    private static final AbiValue ERC1155 = new AbiValue.Bytes(Hex.decode("0xd9b67a26"));
    private static final AbiParameter TRUTH = new AbiParameter("", new AbiType.Truth());
    private static final AbiParameter TEXT = new AbiParameter("", new AbiType.Text());
    private static final AbiParameter PLACES = new AbiParameter("", new AbiType.Whole(false, 8));

    private static final List<AbiParameter> CHANNEL = List.of(
            new AbiParameter("payer", new AbiType.Account()),
            new AbiParameter("deposit", new AbiType.Whole(false, 96)),
            new AbiParameter("signer", new AbiType.Account()),
            new AbiParameter("spent", new AbiType.Whole(false, 96)),
            new AbiParameter("pool", new AbiType.Whole(false, 256)),
            new AbiParameter("closesAt", new AbiType.Whole(false, 40)));
    private static final AbiParameter NUMBER = new AbiParameter("", new AbiType.Whole(false, 256));

    private final ChainClient client;
    private final Standards standards;
    private final OwnContracts own;
    private final Map<Address, Target> known = new HashMap<>();

    ChainTargets(ChainClient client, Standards standards, OwnContracts own) {
        this.client = client;
        this.standards = standards;
        this.own = own;
    }

    @Override
    public Target at(Address address) {
        Target found = known.get(address);
        if (found == null) {
            found = look(address);
            known.put(address, found);
        }
        return found;
    }

    @Override
    public Optional<Channel> channel(Address rewards, BigInteger number) {
        ContractAbi abi = own.named("Rewards").orElseThrow().abi();
        List<AbiValue> found = ask(rewards, abi, "channelOf", CHANNEL, new AbiValue.Whole(number));
        if (found.size() != CHANNEL.size()
                || !(found.get(0) instanceof AbiValue.Account(Address payer))
                || !(found.get(1) instanceof AbiValue.Whole(BigInteger deposit))
                || !(found.get(2) instanceof AbiValue.Account(Address signer))
                || !(found.get(3) instanceof AbiValue.Whole(BigInteger spent))
                || !(found.get(4) instanceof AbiValue.Whole(BigInteger pool))
                || !(found.get(5) instanceof AbiValue.Whole(BigInteger closesAt))
                || payer.equals(Address.ZERO)) {
            return Optional.empty();
        }
        return ask(rewards, abi, "adapterOf", NUMBER, new AbiValue.Whole(pool))
                .map(adapter -> adapter instanceof AbiValue.Whole(BigInteger whose) ? whose : BigInteger.ZERO)
                .map(adapter ->
                        new Channel(payer, deposit, signer, spent, adapter, currency(pool), closesAt.signum() > 0));
    }

    /** A pool's number ends in the address of its currency. */
    private static Address currency(BigInteger pool) {
        BigInteger token = pool.mod(BigInteger.ONE.shiftLeft(Address.LENGTH * Byte.SIZE));
        return Address.of(Hex.decode(String.format("0x%040x", token)));
    }

    private Target look(Address address) {
        byte[] code = client.code(address);
        if (code.length == 0) {
            return new Target.Person();
        }
        Optional<OwnContract> ours =
                own.withCode(code, address, client.network().chainId()).filter(found -> isOverOurs(found, code));
        if (ours.isPresent()) {
            return new Target.Own(ours.get().name());
        }
        if (supports(address, ERC721)) {
            return new Target.Collection(
                    text(address, "name").or(() -> text(address, "symbol")).orElseGet(address::shortForm));
        }
        if (supports(address, ERC1155)) {
            return new Target.Kinds();
        }
        Optional<Integer> decimals = ask(address, standards.erc20(), "decimals", PLACES)
                .map(value -> value instanceof AbiValue.Whole(BigInteger places) ? places.intValue() : -1)
                .filter(places -> places >= 0 && places <= MOST_DECIMALS);
        Optional<String> symbol = text(address, "symbol");
        return decimals.isPresent() && symbol.isPresent()
                ? new Target.Coinlike(symbol.get(), decimals.get())
                : new Target.Stranger();
    }

    /** A contract of ours that is made over a stranger does what the stranger says. */
    private boolean isOverOurs(OwnContract contract, byte[] code) {
        return contract.base()
                .map(base -> contract.baseIn(code)
                        .filter(found -> isOurs(own.named(base).orElseThrow(), found))
                        .isPresent())
                .orElse(true);
    }

    private boolean isOurs(OwnContract expected, Address at) {
        byte[] code = client.code(at);
        return expected.hasCode(code, at, client.network().chainId()) && isOverOurs(expected, code);
    }

    private boolean supports(Address address, AbiValue standard) {
        return ask(address, standards.erc721(), "supportsInterface", TRUTH, standard)
                .filter(new AbiValue.Truth(true)::equals)
                .isPresent();
    }

    /** What a contract calls itself: its maker's word, so it is cut short and cannot hide anything. */
    private Optional<String> text(Address address, String function) {
        return ask(address, standards.erc721(), function, TEXT)
                .map(AbiValue::shown)
                .map(text -> PlainText.of(text).strip())
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "\u2026");
    }

    private Optional<AbiValue> ask(
            Address address, ContractAbi abi, String name, AbiParameter answer, AbiValue... arguments) {
        return ask(address, abi, name, List.of(answer), arguments).stream().findFirst();
    }

    /** The answer's values; none from a contract that does not answer so. */
    private List<AbiValue> ask(
            Address address, ContractAbi abi, String name, List<AbiParameter> answer, AbiValue... arguments) {
        AbiFunction function = abi.function(name).orElseThrow();
        try {
            byte[] result = client.call(Address.ZERO, address, function.call(arguments));
            return AbiReader.read(answer, result);
        } catch (RevertedException | AbiException e) {
            return List.of(); // a contract that does not answer so is none of that kind
        }
    }
}
