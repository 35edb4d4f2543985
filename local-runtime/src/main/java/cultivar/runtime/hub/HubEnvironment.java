package cultivar.runtime.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub is, who asks, and what is kept where: from the variables that Hugging Face's own tools read, and from
 * the studio's home.
 */
public final class HubEnvironment {
    /** The public hub. */
    public static final String PUBLIC = "https://huggingface.co";

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    private final Map<String, String> variables;
    private final Path userHome;
    private final TokenFile own;
    private final String setting;

    /**
     * An environment.
     *
     * @param variables the process's
     * @param userHome the user's folder
     * @param own the studio's own token file
     * @param setting the address that the studio's settings name, or empty
     */
    public HubEnvironment(Map<String, String> variables, Path userHome, TokenFile own, String setting) {
        this.variables = Map.copyOf(variables);
        this.userHome = userHome;
        this.own = own;
        this.setting = setting;
    }

    /**
     * The hub's address without a slash at its end.
     *
     * @throws HubException if the address that is set is no safe one
     */
    public URI endpoint() {
        Optional<String> variable = variable("HF_ENDPOINT");
        if (variable.isPresent()) {
            return address(variable.get(), "HF_ENDPOINT");
        }
        return setting.isBlank() ? URI.create(PUBLIC) : address(setting.strip(), "The studio's hub address");
    }

    /**
     * Reads the address of a hub.
     *
     * @param who what set it, for the message
     * @throws HubException unless it is {@code https}, or {@code http} on this machine
     */
    public static URI address(String text, String who) {
        URI uri = uri(text);
        if (uri == null || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new HubException(
                    HubException.Reason.BAD_INPUT,
                    who + " is " + text + ", which is no address. Write it as " + PUBLIC + ".");
        }
        if (uri.getRawUserInfo() != null || !isSafe(uri)) {
            throw new HubException(
                    HubException.Reason.BAD_INPUT,
                    who + " must be an https address without a name or password in it. Write it as " + PUBLIC + ".");
        }
        return uri;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether an address is encrypted or does not leave this machine. */
    static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
    }

    static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]"));
    }

    /** The token: from {@code HF_TOKEN}, else from Hugging Face's own file, else from the studio's. */
    public Optional<HubToken> token() {
        Optional<String> variable = variable("HF_TOKEN").or(() -> variable("HUGGING_FACE_HUB_TOKEN"));
        return variable.map(text -> HubToken.of(text, "HF_TOKEN"))
                .or(() -> new TokenFile(path("HF_TOKEN_PATH").orElseGet(() -> home().resolve("token"))).read())
                .or(own::read);
    }

    /** The studio's own token file. */
    public TokenFile ownToken() {
        return own;
    }

    /** Whether nothing may be fetched. */
    public boolean offline() {
        return variable("HF_HUB_OFFLINE")
                .or(() -> variable("TRANSFORMERS_OFFLINE"))
                .map(value -> TRUE.contains(value.toUpperCase(Locale.ROOT)))
                .orElse(false);
    }

    /** The folder in which Hugging Face's tools keep what they have downloaded. */
    public Path cache() {
        return path("HF_HUB_CACHE").or(() -> path("HUGGINGFACE_HUB_CACHE")).orElseGet(() -> home().resolve("hub"));
    }

    private Path home() {
        return path("HF_HOME")
                .orElseGet(() -> path("XDG_CACHE_HOME")
                        .orElseGet(() -> userHome.resolve(".cache"))
                        .resolve("huggingface"));
    }

    private Optional<Path> path(String name) {
        return variable(name)
                .map(text -> text.equals("~") || text.startsWith("~/") ? userHome + text.substring(1) : text)
                .map(Path::of);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
