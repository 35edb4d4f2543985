package cultivar.finetune.view;

import cultivar.finetune.Run;
import cultivar.finetune.RunPhase;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.Failure;
import cultivar.ui.text.Messages;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** The words of these screens, and how they write numbers, times and failures. */
final class Words {
    private final Messages messages = Messages.load(Words.class, "cultivar.finetune.view.texts");

    Messages messages() {
        return messages;
    }

    String get(String key, Object... arguments) {
        return messages.get("finetune." + key, arguments);
    }

    String find(String key) {
        return messages.find("finetune." + key).orElse("");
    }

    String number(long value) {
        return NumberFormat.getIntegerInstance(Locale.getDefault()).format(value);
    }

    /** A number with so many digits after the point; a dash for what is none. */
    String decimal(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "\u2013";
        }
        NumberFormat format = NumberFormat.getNumberInstance(Locale.getDefault());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    /** A small number such as a learning rate, with two digits that matter. */
    String small(double value) {
        if (value == 0) {
            return "0";
        }
        return value < 0.001
                ? String.format(Locale.getDefault(), "%.1e", value)
                : String.format(Locale.getDefault(), "%.2g", value);
    }

    String percent(double share) {
        return NumberFormat.getPercentInstance(Locale.getDefault()).format(share);
    }

    /** A time span in its two largest units. */
    String duration(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return "\u2013";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return get("time.seconds", whole);
        }
        return whole < 3600
                ? get("time.minutes", whole / 60, whole % 60)
                : get("time.hours", whole / 3600, whole % 3600 / 60);
    }

    String date(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .format(instant.atZone(ZoneId.systemDefault()));
    }

    String phase(RunPhase phase) {
        return get("phase." + phase.id());
    }

    Tone tone(RunPhase phase) {
        return switch (phase) {
            case QUEUED -> Tone.NEUTRAL;
            case RUNNING -> Tone.INFO;
            case PAUSED, INTERRUPTED, CANCELLED -> Tone.WARNING;
            case FINISHED -> Tone.SUCCESS;
            case FAILED -> Tone.DANGER;
        };
    }

    /** What a run learns from, in few words. */
    String source(Run run) {
        String data = run.recipe().data();
        if (data != null) {
            return data.substring(Math.max(data.lastIndexOf('/'), data.lastIndexOf('\\')) + 1);
        }
        return String.join(
                ", ", run.recipe().datanet().stream().map(Object::toString).toList());
    }

    /** What to tell of a failure: our own say what to do by themselves. */
    Failure failure(Throwable error) {
        return isTold(error)
                ? new Failure(get("failed"), sentence(error))
                : new Failure(get("failed"), get("failed.todo"), String.valueOf(error));
    }

    /** One line on a failure. */
    String line(Throwable error) {
        return isTold(error) ? sentence(error) : get("failed.line", String.valueOf(error.getMessage()));
    }

    /** Whether a failure's message is written for a person, as those of our own exceptions are. */
    private static boolean isTold(Throwable error) {
        return error.getClass().getName().startsWith("cultivar.");
    }

    private static String sentence(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
