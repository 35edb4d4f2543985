package cultivar.wallet.registry;

import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiReader;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.AbiWriter;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.web3j.protocol.core.methods.response.Log;

/**
 * The event that a registration leaves: all its fields. The contract keeps the first 208 bits of keccak256 over them, so
 * that a node which makes up an event is found out. Hashes are hexadecimal with {@code 0x}.
 */
record AdapterEvent(
        BigInteger adapter,
        Address creator,
        String baseHash,
        String manifestHash,
        List<Source> sources,
        List<BigInteger> parents) {
    /** The event's first topic. */
    static final String TOPIC = Hex.encode(
            Keccak.hash("AdapterRegistered(uint256,bytes32,address,bytes32,(uint256,uint256,bytes32)[],uint256[])"));

    private static final int KEPT = 26;
    private static final AbiType NUMBER = new AbiType.Whole(false, 256);
    private static final AbiType HASH = new AbiType.Fixed(32);
    private static final AbiType SOURCES =
            new AbiType.Row(new AbiType.Group(List.of(part(NUMBER), part(NUMBER), part(HASH))), AbiType.ANY);
    private static final AbiType PARENTS = new AbiType.Row(NUMBER, AbiType.ANY);

    /** A datanet version and its root. */
    record Source(VersionPlace place, String root) {}

    /**
     * Reads a log whose first topic is {@link #TOPIC}.
     *
     * @throws ChainException if its bytes are not those of the event
     */
    static AdapterEvent of(Log log) {
        try {
            List<AbiValue> data = AbiReader.read(
                    List.of(part(new AbiType.Account()), part(HASH), part(SOURCES), part(PARENTS)),
                    Hex.decode(log.getData()));
            return new AdapterEvent(
                    Hex.number(log.getTopics().get(1)),
                    data.get(0) instanceof AbiValue.Account(Address creator) ? creator : Address.ZERO,
                    log.getTopics().get(2),
                    hash(data.get(1)),
                    items(data.get(2)).stream().map(AdapterEvent::source).toList(),
                    items(data.get(3)).stream().map(AdapterEvent::number).toList());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ChainException("The node gave an event of the adapters that cannot be read.", e);
        }
    }

    private static Source source(AbiValue value) {
        List<AbiValue> parts = items(value);
        return new Source(new VersionPlace(number(parts.get(0)), number(parts.get(1))), hash(parts.get(2)));
    }

    /** The adapter's hash, which is its token's number. */
    String adapterHash() {
        return hash(adapter);
    }

    static String hash(BigInteger token) {
        return "0x" + String.format("%064x", token);
    }

    /** What the contract must have kept: the first 208 bits of keccak256 over all fields. */
    String commitment() {
        byte[] encoded = AbiWriter.write(
                List.of(part(new AbiType.Account()), part(HASH), part(HASH), part(HASH), part(SOURCES), part(PARENTS)),
                List.of(
                        new AbiValue.Account(creator),
                        new AbiValue.Bytes(Hex.decode(adapterHash())),
                        new AbiValue.Bytes(Hex.decode(baseHash)),
                        new AbiValue.Bytes(Hex.decode(manifestHash)),
                        new AbiValue.Items(sources.stream()
                                .map(source -> (AbiValue) new AbiValue.Items(List.of(
                                        new AbiValue.Whole(source.place().datanet()),
                                        new AbiValue.Whole(source.place().number()),
                                        new AbiValue.Bytes(Hex.decode(source.root())))))
                                .toList()),
                        new AbiValue.Items(parents.stream()
                                .map(parent -> (AbiValue) new AbiValue.Whole(parent))
                                .toList())));
        return Hex.encode(Arrays.copyOf(Keccak.hash(encoded), KEPT));
    }

    private static AbiParameter part(AbiType type) {
        return new AbiParameter("", type);
    }

    private static List<AbiValue> items(AbiValue value) {
        return value instanceof AbiValue.Items(List<AbiValue> values) ? values : List.of();
    }

    private static BigInteger number(AbiValue value) {
        return value instanceof AbiValue.Whole(BigInteger number) ? number : BigInteger.ZERO;
    }

    private static String hash(AbiValue value) {
        return value instanceof AbiValue.Bytes(byte[] bytes) ? Hex.encode(bytes) : "";
    }
}
