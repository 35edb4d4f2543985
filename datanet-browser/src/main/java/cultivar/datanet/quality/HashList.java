package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hashes of 32 bytes, packed. */
final class HashList {
    private static final int WIDTH = 32;
    private static final int CHUNK = 1 << 15;

    private final List<byte[]> chunks = new ArrayList<>();
    private int size;

    void add(Bytes32 hash) {
        if (size % CHUNK == 0) {
            chunks.add(new byte[CHUNK * WIDTH]);
        }
        System.arraycopy(hash.bytes(), 0, chunks.getLast(), size % CHUNK * WIDTH, WIDTH);
        size++;
    }

    Bytes32 get(int index) {
        int from = index % CHUNK * WIDTH;
        return Bytes32.of(Arrays.copyOfRange(chunks.get(index / CHUNK), from, from + WIDTH));
    }

    int size() {
        return size;
    }
}
