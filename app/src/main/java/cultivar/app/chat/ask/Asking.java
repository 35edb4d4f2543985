package cultivar.app.chat.ask;

/** An answer that is coming. */
public interface Asking {
    /** Ends it where it is; its listener hears of it. Does nothing where it has ended. */
    void stop();

    /** Changes how strong its adapter is, from the next token on. Does nothing for the base, and where it has ended. */
    void strength(double strength);
}
