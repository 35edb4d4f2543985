package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.Datanets;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The datanets that are on a network, and the calls that add to them. */
public final class DatanetLedger {

    private final Address contract;
    private final Datanets wrapper;
    private final ContractView view;

    /** The datanets at this address. */
    public DatanetLedger(ChainClient client, Address contract) {
        this.contract = contract;
        this.wrapper = Wrappers.datanets(client, contract);
        this.view = new ContractView(client, contract);
    }

    /**
     * A version on the chain.
     *
     * @param place where it is
     * @param root Merkle root of its rows
     * @param rows how many
     * @param publishedAt time of the block
     * @param uri where the rows may be fetched, or nothing
     */
    public record Version(VersionPlace place, String root, long rows, Instant publishedAt, String uri) {}

    /** Where a root was published first. */
    public Optional<VersionPlace> first(String root) {
        BigInteger datanet = view.read(wrapper.firstOf(Hex.decode(root)), 0, BigInteger.class);
        return datanet.signum() == 0
                ? Optional.empty()
                : Optional.of(
                        new VersionPlace(datanet, view.read(wrapper.firstOf(Hex.decode(root)), 1, BigInteger.class)));
    }

    /** The datanet that an account created under a name. */
    public Optional<BigInteger> datanet(Address creator, String name) {
        BigInteger number = view.read(wrapper.datanetOf(creator.hex(), name), BigInteger.class);
        return number.signum() == 0 ? Optional.empty() : Optional.of(number);
    }

    /** A version, if there is one at this place. */
    public Optional<Version> version(VersionPlace place) {
        try {
            Datanets.Version found =
                    view.read(wrapper.versionOf(place.datanet(), place.number()), Datanets.Version.class);
            return Optional.of(new Version(
                    place,
                    Hex.encode(found.root),
                    found.rows.longValueExact(),
                    Instant.ofEpochSecond(found.publishedAt.longValueExact()),
                    found.uri));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }

    /** Who owns a datanet, if there is one of this number. */
    public Optional<Address> owner(BigInteger datanet) {
        try {
            return Optional.of(Address.parse(view.read(wrapper.ownerOf(datanet), String.class)));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }

    /** Creates a datanet in the caller's name. */
    public ContractCall create(String name) {
        return ContractCall.of(
                contract,
                Hex.decode(wrapper.create(name, new byte[32], "").encodeFunctionCall()),
                List.of(
                        new Detail("What happens", "Creates the datanet \"" + name + "\" in your name"),
                        new Detail("Datanets", contract.toString())));
    }

    /** Publishes the next version of a datanet. */
    public ContractCall publish(BigInteger datanet, String root, long rows) {
        return ContractCall.of(
                contract,
                Hex.decode(wrapper.publish(datanet, Hex.decode(root), BigInteger.valueOf(rows), "")
                        .encodeFunctionCall()),
                List.of(
                        new Detail("What happens", "Publishes the next version of datanet " + datanet),
                        new Detail("Root", root),
                        new Detail("Rows", Long.toString(rows)),
                        new Detail("Datanets", contract.toString())));
    }

    /** Where it lies. */
    public Address contract() {
        return contract;
    }
}
