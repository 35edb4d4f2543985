package cultivar.wallet.evm.trie;

import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Root of the modified Merkle Patricia trie over a map from bytes to bytes (Yellow Paper, appendix D). */
public final class Trie {
    private record Entry(byte[] nibbles, byte[] value) {}

    private final List<Entry> entries = new ArrayList<>();

    /** A trie of nothing. */
    public Trie() {}

    /** Adds an entry; each key once, no value empty. */
    public void put(byte[] key, byte[] value) {
        byte[] nibbles = new byte[2 * key.length];
        for (int i = 0; i < key.length; i++) {
            nibbles[2 * i] = (byte) (key[i] >> 4 & 15);
            nibbles[2 * i + 1] = (byte) (key[i] & 15);
        }
        entries.add(new Entry(nibbles, value));
    }

    /** The root hash, 32 bytes. */
    public byte[] root() {
        if (entries.isEmpty()) {
            return Keccak.hash(Rlp.of(new byte[0]).encode());
        }
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort((a, b) -> Arrays.compare(a.nibbles(), b.nibbles()));
        return Keccak.hash(node(sorted, 0).encode());
    }

    /** The node over entries that share their first {@code depth} nibbles. */
    private static Rlp node(List<Entry> sorted, int depth) {
        byte[] first = sorted.getFirst().nibbles();
        if (sorted.size() == 1) {
            return Rlp.list(
                    Rlp.of(path(first, depth, first.length, true)),
                    Rlp.of(sorted.getFirst().value()));
        }
        // In sorted order the first and the last entry share what all share.
        byte[] last = sorted.getLast().nibbles();
        int shared = depth;
        while (shared < first.length && shared < last.length && first[shared] == last[shared]) {
            shared++;
        }
        if (shared > depth) {
            return Rlp.list(Rlp.of(path(first, depth, shared, false)), reference(branch(sorted, shared)));
        }
        return branch(sorted, depth);
    }

    private static Rlp branch(List<Entry> sorted, int depth) {
        List<Rlp> items = new ArrayList<>();
        boolean endsHere = sorted.getFirst().nibbles().length == depth;
        int at = endsHere ? 1 : 0;
        for (int nibble = 0; nibble < 16; nibble++) {
            int start = at;
            while (at < sorted.size() && sorted.get(at).nibbles()[depth] == nibble) {
                at++;
            }
            items.add(at == start ? Rlp.of(new byte[0]) : reference(node(sorted.subList(start, at), depth + 1)));
        }
        items.add(Rlp.of(endsHere ? sorted.getFirst().value() : new byte[0]));
        return Rlp.list(items);
    }

    /** A node inside another is written out if that is shorter than its hash. */
    private static Rlp reference(Rlp node) {
        byte[] encoded = node.encode();
        return encoded.length < 32 ? node : Rlp.of(Keccak.hash(encoded));
    }

    /** Hex-prefix encoding (Yellow Paper, appendix C). */
    private static byte[] path(byte[] nibbles, int from, int to, boolean leaf) {
        int count = to - from;
        boolean odd = count % 2 == 1;
        byte[] out = new byte[count / 2 + 1];
        out[0] = (byte) ((leaf ? 0x20 : 0) | (odd ? 0x10 | nibbles[from] : 0));
        int at = odd ? from + 1 : from;
        for (int i = 1; i < out.length; i++, at += 2) {
            out[i] = (byte) (nibbles[at] << 4 | nibbles[at + 1]);
        }
        return out;
    }
}
