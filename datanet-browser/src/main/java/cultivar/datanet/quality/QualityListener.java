package cultivar.datanet.quality;

/** Is told on the checking thread how far a check is, and can stop it. */
public interface QualityListener {
    /** Hears nothing and never stops. */
    QualityListener NONE = new QualityListener() {};

    /** Called a few times a second at most work sizes. */
    default void progress(QualityProgress progress) {}

    /** Asked between parts of the work; the check ends there if true. An interrupt of the thread does the same. */
    default boolean stop() {
        return false;
    }
}
