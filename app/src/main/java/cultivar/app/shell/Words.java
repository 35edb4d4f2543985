package cultivar.app.shell;

import cultivar.ui.text.Messages;

/** The words of the shell, and how it writes failures. */
final class Words {
    private final Messages messages = Messages.load(Words.class, "cultivar.app.shell.texts");

    Messages messages() {
        return messages;
    }

    String get(String key, Object... arguments) {
        return messages.get("shell." + key, arguments);
    }

    /** One line on a failure: our own exceptions carry it. */
    static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
