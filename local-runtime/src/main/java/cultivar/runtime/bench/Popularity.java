package cultivar.runtime.bench;

/** Whose adapter a request has: Punica's four (2310.18547), and some beside them. */
public enum Popularity {
    /** Nobody's: the base itself. */
    BASE,
    /** One for all. */
    IDENTICAL,
    /** A few in turn. */
    FEW,
    /** As many as the root of the batch's size, rounded up, each as often as any other. */
    UNIFORM,
    /** Each one and a half times as often as the next. */
    SKEWED,
    /** Few often and many rarely, of all that there are: drawn by Zipf's law with exponent 1.5. */
    ZIPF,
    /** All in turn, so that no two in a batch are the same. */
    DISTINCT
}
