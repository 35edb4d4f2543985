package cultivar.wallet.evm;

import java.math.BigInteger;
import java.util.Arrays;

/** A frame's stack of at most 1024 words. */
final class Stack {
    static final int LIMIT = 1024;

    private BigInteger[] words = new BigInteger[32];
    private int size;

    int size() {
        return size;
    }

    void push(BigInteger word) {
        if (size == LIMIT) {
            throw Halt.stackOverflow();
        }
        if (size == words.length) {
            words = Arrays.copyOf(words, Math.min(LIMIT, 2 * size));
        }
        words[size++] = word;
    }

    BigInteger pop() {
        if (size == 0) {
            throw Halt.stackUnderflow();
        }
        return words[--size];
    }

    /** Copies the word that lies {@code depth} below the top (1 is the top). */
    void duplicate(int depth) {
        push(words[size - depth]);
    }

    /** Swaps the top with the word {@code depth} below it. */
    void swap(int depth) {
        BigInteger top = words[size - 1];
        words[size - 1] = words[size - 1 - depth];
        words[size - 1 - depth] = top;
    }
}
