package cultivar.datanet.quality;

import cultivar.ui.text.Messages;
import java.text.NumberFormat;
import java.util.Locale;

/** The words of signals and badges, from the resource bundle of this package. */
public final class QualityWords {
    private final Messages messages = Messages.load(QualityWords.class, "cultivar.datanet.quality.texts");

    /** What a column is called. */
    public String title(Measure measure) {
        return switch (measure) {
            case Signal signal -> messages.get("signal." + signal.id() + ".title");
            case AnswerSignal answer -> messages.get("answer." + answer.kind().id() + ".title", brief(answer.by()));
        };
    }

    /** One or two sentences: what is measured, and when a badge appears. */
    public String explanation(Measure measure) {
        return switch (measure) {
            case Signal signal -> messages.get("signal." + signal.id() + ".text");
            case AnswerSignal answer -> messages.get("answer." + answer.kind().id() + ".text", brief(answer.by()));
        };
    }

    /** A model's name without its owner's, as columns are narrow. */
    private static String brief(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }

    /** What a kind of badge is called. */
    public String badgeTitle(String kind) {
        return messages.get("badge." + kind + ".title");
    }

    /** A badge whose reason is the bundle's sentence for the kind. */
    Badge badge(String kind, Object... arguments) {
        return new Badge(kind, messages.get("badge." + kind + ".text", arguments));
    }

    String text(String key, Object... arguments) {
        return messages.get(key, arguments);
    }

    static String language(String code) {
        return Locale.of(code).getDisplayLanguage();
    }

    static String percent(double share) {
        // Nothing but the very same is called 100 %.
        int whole = (int) Math.floor(share * 100 + 1e-9);
        return NumberFormat.getPercentInstance(Locale.getDefault()).format(whole / 100.0);
    }
}
