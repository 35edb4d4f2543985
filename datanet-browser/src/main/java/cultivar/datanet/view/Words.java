package cultivar.datanet.view;

import cultivar.datanet.DatanetException;
import cultivar.ui.screen.Failure;
import cultivar.ui.text.Messages;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** The words of these screens, and how they write numbers, dates and failures. */
final class Words {
    private final Messages messages = Messages.load(Words.class, "cultivar.datanet.view.texts");

    Messages messages() {
        return messages;
    }

    String get(String key, Object... arguments) {
        return messages.get("datanet." + key, arguments);
    }

    String number(long value) {
        return NumberFormat.getIntegerInstance(Locale.getDefault()).format(value);
    }

    /** A figure with two digits behind the point at most. */
    String figure(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.getDefault());
        format.setMaximumFractionDigits(2);
        return format.format(value);
    }

    String percent(double share) {
        NumberFormat format = NumberFormat.getPercentInstance(Locale.getDefault());
        format.setMaximumFractionDigits(share > 0 && share < 0.1 ? 1 : 0);
        return format.format(share);
    }

    String date(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).format(instant.atZone(ZoneId.systemDefault()));
    }

    /** What to tell of a failure: our own say what to do by themselves. */
    Failure failure(String what, Throwable error) {
        return error instanceof DatanetException
                ? new Failure(get(what), String.valueOf(error.getMessage()))
                : new Failure(get(what), get("failed.todo"), String.valueOf(error));
    }

    /** One line on a failure. */
    String line(Throwable error) {
        return error instanceof DatanetException ? String.valueOf(error.getMessage()) : get("failed.line", error);
    }
}
