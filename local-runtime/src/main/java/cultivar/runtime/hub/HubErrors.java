package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to say about an answer that is no success, and about none. */
final class HubErrors {
    // RateLimit: "api";r=0;t=55 of the IETF's draft, which the hub sends in place of Retry-After.
    private static final Pattern RATE_LIMIT_SECONDS = Pattern.compile("(?:^|[;,\\s])t=(\\d{1,9})");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final URI endpoint;
    private final @Nullable HubToken token;
    private final Clock clock;

    HubErrors(URI endpoint, @Nullable HubToken token, Clock clock) {
        this.endpoint = endpoint;
        this.token = token;
        this.clock = clock;
    }

    static HubException unreachable(URI uri, IOException e) {
        String host = uri.getHost();
        if (within(e, UnresolvedAddressException.class) || within(e, UnknownHostException.class)) {
            return new HubException(
                    Reason.UNREACHABLE,
                    host + " cannot be found. Check the network; what is on this machine can be used without it.",
                    e);
        }
        if (within(e, HttpTimeoutException.class)) {
            return new HubException(
                    Reason.UNREACHABLE, host + " does not answer. Check the network, or try again later.", e);
        }
        if (within(e, ConnectException.class)) {
            return new HubException(
                    Reason.UNREACHABLE, host + " cannot be reached. Check the network and the hub address.", e);
        }
        return new HubException(
                Reason.CUT,
                "The connection to " + host + " was cut. Try again; a download goes on where it stopped.",
                e);
    }

    static HubException untrusted(URI uri, Throwable e) {
        return new HubException(
                Reason.UNREACHABLE,
                uri.getHost() + " could not show that it is what it says. Check this machine's clock, and whether"
                        + " a proxy opens its encrypted connections.",
                e);
    }

    private static boolean within(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What to say about an answer that is no success.
     *
     * @param asked the repository that was asked for, or null for the hub at large
     * @throws TransientException if another try may go better
     * @throws HubException if it will not
     */
    HubException of(HubResponse response, @Nullable RepoRevision asked) throws TransientException {
        int status = response.status();
        response.body().skip();
        if (!response.fromHub()) {
            // A signed address may have run out; asking the hub again gives a new one.
            throw again(
                    response,
                    new HubException(
                            Reason.SERVER,
                            "The hub's storage " + response.uri().getHost() + " answers " + status
                                    + ". Try again later; it goes on where it stopped."));
        }
        String what = asked == null ? "this" : asked.id().toString();
        String code = response.header("X-Error-Code").orElse("");
        return switch (status) {
            case 401 -> code.equals("GatedRepo") ? gated(what) : unauthorized(what, asked != null);
            case 403 -> code.equals("GatedRepo") ? gated(what) : forbidden(what);
            case 404 -> notFound(what, code, asked);
            case 429 -> throw again(response, tooMany(response));
            case 408, 500, 502, 503, 504 ->
                throw again(
                        response,
                        new HubException(
                                Reason.SERVER,
                                endpoint.getHost() + " is in trouble (it answers " + status + "). Try again later."));
            default ->
                new HubException(
                        Reason.SERVER,
                        endpoint.getHost() + " answers " + status + " where " + what
                                + " should be. Check the hub address.");
        };
    }

    private HubException gated(String what) {
        return new HubException(
                Reason.GATED,
                token == null
                        ? what + " is gated. Accept its licence on " + page(what)
                                + ", then set a token of that account (`cultivar hub login`)."
                        : what + " is gated, and the account of the token from " + token.source()
                                + " has no access. Accept its licence on " + page(what) + ".");
    }

    private HubException unauthorized(String what, boolean repository) {
        if (token != null) {
            return new HubException(
                    Reason.UNAUTHORIZED,
                    "The hub does not accept the token from " + token.source() + ". Make a new one on "
                            + page("settings/tokens") + " and set it (`cultivar hub login`).");
        }
        return new HubException(
                Reason.UNAUTHORIZED,
                repository
                        ? "There is no " + what + " on " + endpoint.getHost()
                                + ", or it is private. Check the name; for a private one set a token (`cultivar hub"
                                + " login`)."
                        : endpoint.getHost() + " asks for a token. Make one on " + page("settings/tokens")
                                + " and set it (`cultivar hub login`).");
    }

    private HubException forbidden(String what) {
        return new HubException(
                Reason.FORBIDDEN,
                token == null
                        ? "The hub shows " + what + " to nobody without a token. Set one (`cultivar hub login`)."
                        : "The token from " + token.source() + " may not read " + what + ". Allow it on "
                                + page("settings/tokens") + ", for gated models too.");
    }

    private HubException notFound(String what, String code, @Nullable RepoRevision asked) {
        if (asked != null && code.equals("RevisionNotFound")) {
            return new HubException(
                    Reason.NOT_FOUND, what + " has no revision " + asked.revision() + ". Look on " + page(what) + ".");
        }
        if (asked != null && code.equals("EntryNotFound")) {
            return new HubException(Reason.NOT_FOUND, what + " lacks a file that it lists. Try again later.");
        }
        return new HubException(
                Reason.NOT_FOUND, "There is no " + what + " on " + endpoint.getHost() + ". Check the name.");
    }

    private HubException tooMany(HubResponse response) {
        String when = asked(response)
                .map(pause -> "in " + Math.max(1, pause.plusSeconds(59).toMinutes()) + " min")
                .orElse("later");
        return new HubException(
                Reason.TOO_MANY_REQUESTS,
                "The hub has had too many requests from here. Try again " + when
                        + (token == null ? "; with a token it allows more." : "."));
    }

    private TransientException again(HubResponse response, HubException ending) {
        return new TransientException(ending, asked(response).orElse(null));
    }

    /** The pause that a server asks for. */
    Optional<Duration> asked(HubResponse response) {
        Optional<String> header = response.header("Retry-After");
        if (header.isEmpty()) {
            Matcher matcher = RATE_LIMIT_SECONDS.matcher(
                    response.status() == 429 ? response.header("RateLimit").orElse("") : "");
            return matcher.find()
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
                    : Optional.empty();
        }
        String text = header.get().strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration pause = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String page(String path) {
        return endpoint + "/" + path;
    }
}
