package cultivar.datanet.quality;

import java.util.Arrays;

/** Whole numbers by 64-bit hashes, in two arrays with linear probing. */
final class LongMap {
    static final int NONE = -1;

    private long[] keys;
    private int[] values;
    private int size;

    LongMap(int expected) {
        int slots = Integer.highestOneBit(Math.max(8, expected)) * 4;
        keys = new long[slots];
        values = new int[slots];
        Arrays.fill(values, NONE);
    }

    int size() {
        return size;
    }

    /** The value of a key, {@link #NONE} where there is none. */
    int get(long key) {
        return values[slot(key)];
    }

    /** Sets the value of a key that has none, and gives the value that it has now. */
    int putIfAbsent(long key, int value) {
        int slot = slot(key);
        if (values[slot] != NONE) {
            return values[slot];
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        if (size > keys.length / 2) {
            grow();
        }
        return value;
    }

    private int slot(long key) {
        int slot = (int) (key ^ (key >>> 32)) & (keys.length - 1);
        while (values[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldValues.length * 2];
        Arrays.fill(values, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
