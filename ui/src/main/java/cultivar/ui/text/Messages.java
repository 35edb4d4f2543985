package cultivar.ui.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;

/**
 * The words of one module: a UTF-8 resource bundle whose keys read {@code module.screen.item}.
 *
 * <p>Values are {@link MessageFormat} patterns, so an apostrophe is written twice; this also holds for values without
 * arguments, which go through the same formatter so that one rule covers every value.
 */
public final class Messages {
    private final ResourceBundle bundle;

    private Messages(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Loads a bundle for the current locale with the class loader of {@code anchor}.
     *
     * @param anchor any class of the module that holds the bundle
     * @param baseName the bundle's name, for example {@code cultivar.wallet.view.texts}
     * @throws MissingResourceException if there is no such bundle
     */
    public static Messages load(Class<?> anchor, String baseName) {
        return new Messages(ResourceBundle.getBundle(baseName, Locale.getDefault(), anchor.getClassLoader()));
    }

    /** The words of the design system itself. */
    public static Messages ui() {
        return load(Messages.class, "cultivar.ui.texts");
    }

    /**
     * The text for a key with its arguments filled in.
     *
     * @throws MissingResourceException if the key is missing, so that a test finds it before a user does
     */
    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), bundle.getLocale()).format(arguments);
    }

    /** The text for a key, or empty where the bundle does not have it. */
    public Optional<String> find(String key, Object... arguments) {
        return bundle.containsKey(key) ? Optional.of(get(key, arguments)) : Optional.empty();
    }

    /** Every key of the bundle, for tests that look for unused ones. */
    public Set<String> keys() {
        return bundle.keySet();
    }
}
