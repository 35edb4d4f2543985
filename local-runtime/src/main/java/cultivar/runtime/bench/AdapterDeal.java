package cultivar.runtime.bench;

import cultivar.runtime.serve.AdapterMix;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;

/** Deals adapters, named {@code a0} and so on from the most popular one, to requests. */
final class AdapterDeal {
    private static final double SKEW = 1.5;
    private static final double ZIPF = 1.5;

    private final int adapters;
    private final int few;
    private final int batch;
    private int next;

    /**
     * @param adapters that there are, at least as many as a batch has requests
     * @param few of {@link Popularity#FEW}
     * @param batch requests of a batch
     */
    AdapterDeal(int adapters, int few, int batch) {
        this.adapters = adapters;
        this.few = few;
        this.batch = batch;
    }

    /**
     * Who answers the requests 0, 1 and so on, to be asked for in that order and once each. The same seed deals alike, but
     * for {@link Popularity#DISTINCT}, which goes on from deal to deal, so that most were not wanted for a long time.
     */
    IntFunction<AdapterMix> to(Popularity popularity, long seed) {
        Random random = new Random(seed);
        return switch (popularity) {
            case BASE -> _ -> AdapterMix.base();
            case IDENTICAL -> _ -> adapter(0);
            case FEW -> request -> adapter(request % few);
            case UNIFORM -> shuffled(even(batch), random);
            case SKEWED -> shuffled(falling(batch), random);
            case ZIPF -> {
                double[] reach = zipf();
                yield _ -> adapter(place(reach, random.nextDouble()));
            }
            case DISTINCT -> _ -> adapter(next++ % adapters);
        };
    }

    /**
     * Any adapter by chance, as S-LoRA's requests that arrive have them: number {@code n * U^(1/alpha)} of n.
     *
     * @param alpha above 0; 1 for all alike, less for favourites
     */
    IntFunction<AdapterMix> arriving(double alpha, long seed) {
        Random random = new Random(seed);
        return _ -> adapter((int) (Math.pow(random.nextDouble(), 1 / alpha) * adapters));
    }

    static AdapterMix adapter(int number) {
        return AdapterMix.of("a" + number);
    }

    /** How many of a batch's requests each adapter has, if they are the root of the batch's size, rounded up. */
    static int[] even(int batch) {
        int[] counts = new int[(int) Math.ceil(Math.sqrt(batch))];
        for (int request = 0; request < batch; request++) {
            counts[request % counts.length]++;
        }
        return counts;
    }

    /**
     * How many of a batch's requests each adapter has, if each has one and a half times as many as the next. There are as
     * many adapters as such a series has numbers that add up to no more than the batch and end with 1; it is then stretched
     * to the batch. What rounding down leaves goes where most was cut off.
     */
    static int[] falling(int batch) {
        int length = 1;
        double sum = 1;
        for (double more = SKEW; sum + more <= batch; more *= SKEW) {
            sum += more;
            length++;
        }
        int[] counts = new int[length];
        double[] cut = new double[length];
        int left = batch;
        for (int i = 0; i < length; i++) {
            double share = batch * Math.pow(SKEW, length - 1 - i) / sum;
            counts[i] = (int) share;
            cut[i] = share - counts[i];
            left -= counts[i];
        }
        for (; left > 0; left--) {
            int most = largest(cut);
            counts[most]++;
            cut[most] = -1;
        }
        return counts;
    }

    private static int largest(double[] values) {
        int found = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[found]) {
                found = i;
            }
        }
        return found;
    }

    /** Deals one batch after the other, each with so many requests of each adapter, in an order of its own. */
    private static IntFunction<AdapterMix> shuffled(int[] counts, Random random) {
        int[] hand = new int[Arrays.stream(counts).sum()];
        int to = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(hand, to, to + counts[i], i);
            to += counts[i];
        }
        return request -> {
            int at = request % hand.length;
            if (at == 0) {
                shuffle(hand, random);
            }
            return adapter(hand[at]);
        };
    }

    /** Puts values into an order that is as likely as any other. */
    private static void shuffle(int[] values, Random random) {
        for (int i = values.length - 1; i > 0; i--) {
            int with = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[with];
            values[with] = value;
        }
    }

    /** Where each adapter's part of 0 to 1 ends. */
    private double[] zipf() {
        double[] reach = new double[adapters];
        double sum = 0;
        for (int i = 0; i < reach.length; i++) {
            sum += Math.pow(i + 1, -ZIPF);
            reach[i] = sum;
        }
        for (int i = 0; i < reach.length; i++) {
            reach[i] /= sum;
        }
        return reach;
    }

    private static int place(double[] reach, double at) {
        int found = Arrays.binarySearch(reach, at);
        return Math.min(reach.length - 1, found < 0 ? -found - 1 : found);
    }
}
