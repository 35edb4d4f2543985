package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.Log;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.trie.Trie;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of the development chain: at most one transaction, or one grant of coin (a withdrawal of EIP-4895).
 *
 * @param header its parts in the order of the protocol
 * @param hash Keccak-256 of the header
 * @param transaction what it contains, or null
 * @param result what that did, or null
 */
record DevBlock(
        Header header,
        byte[] hash,
        @Nullable Transaction transaction,
        @Nullable ExecutionResult result) {

    static final BigInteger GAS_LIMIT = BigInteger.valueOf(30_000_000);

    /** Does not move with demand as on public chains: a demonstration's fees should not depend on what ran before. */
    static final BigInteger BASE_FEE = BigInteger.valueOf(1_000_000_000);

    static final Address COINBASE = Address.ZERO;
    private static final byte[] NO_OMMERS = Keccak.hash(Rlp.list().encode());

    /** A grant of coin in units of 10^9 wei. */
    record Withdrawal(Address address, BigInteger gwei) {
        Rlp rlp(long index) {
            return Rlp.list(Rlp.of(index), Rlp.of(0), Rlp.of(address.bytes()), Rlp.of(gwei));
        }
    }

    /** What the hash commits to. */
    record Header(
            byte[] parent,
            byte[] stateRoot,
            byte[] transactionsRoot,
            byte[] receiptsRoot,
            byte[] bloom,
            long number,
            long gasUsed,
            long timestamp,
            BigInteger random,
            byte[] withdrawalsRoot) {

        byte[] hash() {
            return Keccak.hash(Rlp.list(
                            Rlp.of(parent),
                            Rlp.of(NO_OMMERS),
                            Rlp.of(COINBASE.bytes()),
                            Rlp.of(stateRoot),
                            Rlp.of(transactionsRoot),
                            Rlp.of(receiptsRoot),
                            Rlp.of(bloom),
                            Rlp.of(0),
                            Rlp.of(number),
                            Rlp.of(GAS_LIMIT),
                            Rlp.of(gasUsed),
                            Rlp.of(timestamp),
                            Rlp.of(new byte[0]),
                            Rlp.of(padded(random)),
                            Rlp.of(new byte[8]),
                            Rlp.of(BASE_FEE),
                            Rlp.of(withdrawalsRoot),
                            Rlp.of(0),
                            Rlp.of(0),
                            Rlp.of(new byte[32]))
                    .encode());
        }
    }

    static DevBlock of(
            byte[] parent,
            long number,
            long timestamp,
            BigInteger random,
            byte[] stateRoot,
            @Nullable Transaction transaction,
            @Nullable ExecutionResult result,
            @Nullable Withdrawal withdrawal) {
        Trie transactions = new Trie();
        Trie receipts = new Trie();
        byte[] bloom = new byte[256];
        long gasUsed = 0;
        if (transaction != null && result != null) {
            gasUsed = result.gasUsed();
            result.logs().forEach(log -> addTo(bloom, log));
            transactions.put(Rlp.of(0).encode(), transaction.raw());
            receipts.put(Rlp.of(0).encode(), receipt(transaction, result, bloom));
        }
        Trie withdrawals = new Trie();
        if (withdrawal != null) {
            withdrawals.put(Rlp.of(0).encode(), withdrawal.rlp(number).encode());
        }
        Header header = new Header(
                parent,
                stateRoot,
                transactions.root(),
                receipts.root(),
                bloom,
                number,
                gasUsed,
                timestamp,
                random,
                withdrawals.root());
        return new DevBlock(header, header.hash(), transaction, result);
    }

    long number() {
        return header.number();
    }

    String hashText() {
        return Hex.encode(hash);
    }

    private static byte[] receipt(Transaction transaction, ExecutionResult result, byte[] bloom) {
        byte[] body = Rlp.list(
                        Rlp.of(result.succeeded() ? 1 : 0),
                        Rlp.of(result.gasUsed()),
                        Rlp.of(bloom),
                        Rlp.list(result.logs().stream().map(Log::rlp).toList()))
                .encode();
        if (transaction.type() == 0) {
            return body;
        }
        byte[] out = new byte[body.length + 1];
        out[0] = (byte) transaction.type();
        System.arraycopy(body, 0, out, 1, body.length);
        return out;
    }

    /** Sets the three bits of each address and topic (Yellow Paper, section 4.3.1). */
    private static void addTo(byte[] bloom, Log log) {
        mark(bloom, log.address().bytes());
        log.topics().forEach(topic -> mark(bloom, padded(topic)));
    }

    private static void mark(byte[] bloom, byte[] entry) {
        byte[] hash = Keccak.hash(entry);
        for (int i = 0; i < 6; i += 2) {
            int bit = (((hash[i] & 255) << 8) | (hash[i + 1] & 255)) & 2047;
            bloom[255 - bit / 8] |= (byte) (1 << (bit % 8));
        }
    }

    private static byte[] padded(BigInteger word) {
        byte[] bytes = word.toByteArray();
        if (bytes.length > 32) {
            return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
        }
        byte[] out = new byte[32];
        System.arraycopy(bytes, 0, out, 32 - bytes.length, bytes.length);
        return out;
    }
}
