package cultivar.datanet.quality;

/** Hashes of texts that are well spread over all bits. */
final class Hashing {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    static long mix(long value) {
        long x = value;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    static long combine(long hash, long next) {
        return mix(hash * 31 + next + PRIME);
    }

    /** 64 bits of a part of a text. */
    static long of(CharSequence text, int from, int to) {
        long hash = PRIME + to - from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return mix(hash);
    }

    static long of(CharSequence text) {
        return of(text, 0, text.length());
    }
}
