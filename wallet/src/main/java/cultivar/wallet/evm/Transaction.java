package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction whose signer is known. Amounts in wei.
 *
 * @param type 0 legacy, 1 with access list (EIP-2930), 2 fee market (EIP-1559), 3 with blobs (EIP-4844)
 * @param chainId the chain it is for; null in a legacy transaction that any chain accepts
 * @param sender who signed it
 * @param nonce transactions that the sender sent before; unsigned
 * @param maxPriorityFee most that the block's maker gets for a unit of gas
 * @param maxFee most that is paid for a unit of gas
 * @param gasLimit most gas that may be used
 * @param to receiver; null makes a contract
 * @param value coin sent along
 * @param data call data, or creation code
 * @param accessList places that will be reached, paid for in advance
 * @param blobHashes versioned hashes of its blobs
 * @param maxBlobFee most that is paid for a unit of blob gas
 * @param hash by which it is known; 32 bytes
 * @param raw its bytes; empty if it was not made from bytes
 */
public record Transaction(
        int type,
        @Nullable BigInteger chainId,
        Address sender,
        long nonce,
        BigInteger maxPriorityFee,
        BigInteger maxFee,
        BigInteger gasLimit,
        @Nullable Address to,
        BigInteger value,
        byte[] data,
        List<Access> accessList,
        List<BigInteger> blobHashes,
        BigInteger maxBlobFee,
        byte[] hash,
        byte[] raw) {

    /** An address and words of its storage that the transaction will reach. */
    public record Access(Address address, List<BigInteger> keys) {}

    /** What a call without signature looks like to the machine, with as much gas as given and no fee. */
    public static Transaction unsigned(
            Address sender, long nonce, @Nullable Address to, BigInteger value, byte[] data, BigInteger gasLimit) {
        return new Transaction(
                2,
                null,
                sender,
                nonce,
                BigInteger.ZERO,
                BigInteger.ZERO,
                gasLimit,
                to,
                value,
                data,
                List.of(),
                List.of(),
                BigInteger.ZERO,
                new byte[32],
                new byte[0]);
    }
}
