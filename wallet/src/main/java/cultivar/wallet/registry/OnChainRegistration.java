package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a chain says about an adapter. Hashes are hexadecimal with {@code 0x}.
 *
 * @param network short name of the network
 * @param chainId its number
 * @param contract the registry
 * @param tokenId the adapter's token
 * @param owner who holds the token now
 * @param creator who registered it
 * @param adapterHash content hash of the adapter's files
 * @param baseHash content hash of the base model's files
 * @param manifestHash keccak256 of the manifest
 * @param datanetsHash keccak256 of the datanet roots, one after another
 * @param versions the datanet versions in the order of the roots; none in the registry of older demo chains
 * @param parents the adapters that it was grown from
 * @param registeredAt time of the block
 * @param commitment what storage commits to and what the event gives; empty in the registry of older demo chains
 */
public record OnChainRegistration(
        String network,
        long chainId,
        Address contract,
        BigInteger tokenId,
        Address owner,
        Address creator,
        String adapterHash,
        String baseHash,
        String manifestHash,
        String datanetsHash,
        List<Version> versions,
        List<BigInteger> parents,
        Instant registeredAt,
        Optional<Commitment> commitment) {
    /** Keeps its own copies. */
    public OnChainRegistration {
        versions = List.copyOf(versions);
        parents = List.copyOf(parents);
    }

    /**
     * A datanet version.
     *
     * @param place where it is on the chain
     * @param root its root in the registration
     * @param found its root and rows in the datanets' own contract; empty if that has no such version
     */
    public record Version(VersionPlace place, String root, Optional<DatanetLedger.Version> found) {}

    /** The word in storage, and the same computed from the fields of the event. */
    public record Commitment(String kept, String recomputed) {}
}
