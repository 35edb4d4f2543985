package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;

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
 * @param registeredAt time of the block
 * @param uri where the manifest may be fetched, or nothing
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
        Instant registeredAt,
        String uri) {}
