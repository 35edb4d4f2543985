package cultivar.app.chat.ask;

/** Follows an answer, on whatever thread computes it: nothing here may take long. */
public interface AskListener {
    /** More characters have come. */
    void onText(String more);

    /** Its adapter is this strong from here on; told before the first text, too. Not heard of the base. */
    void onStrength(double strength);

    /** It has ended, by itself or because it was stopped; nothing more is heard. */
    void onEnd(Outcome outcome);

    /** There is no answer; nothing more is heard. */
    void onFailure(RuntimeException reason);
}
