package cultivar.runtime.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hub and follows its redirects. The token goes to the hub's own address alone: a redirect to any other host,
 * such as the storage behind the hub, is followed without it, and one without encryption is not followed at all.
 */
final class HubHttp implements AutoCloseable {
    /** How long nothing may come before a connection counts as cut. */
    static final Duration STALL = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long SLICE_MILLIS = 200;
    private static final int MOST_REDIRECTS = 8;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final URI endpoint;
    private final @Nullable HubToken token;
    private final Duration stall;

    HubHttp(URI endpoint, @Nullable HubToken token, Duration stall) {
        this.endpoint = endpoint;
        this.token = token;
        this.stall = stall;
    }

    URI endpoint() {
        return endpoint;
    }

    @Nullable
    HubToken token() {
        return token;
    }

    /**
     * The answer, whatever its status; the caller closes it.
     *
     * @throws TransientException if there is none
     */
    HubResponse get(URI from, Map<String, String> headers, BooleanSupplier cancelled) throws TransientException {
        URI uri = from;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HubResponse response = ask(uri, headers, cancelled);
            Optional<String> location = response.header("Location");
            if (!isRedirect(response.status()) || location.isEmpty()) {
                return response;
            }
            try (response) {
                response.body().skip();
            }
            uri = target(uri, location.get());
        }
        throw new HubException(
                HubException.Reason.SERVER,
                endpoint.getHost() + " redirects in a circle. Try again later, or set another hub address.");
    }

    private HubResponse ask(URI uri, Map<String, String> headers, BooleanSupplier cancelled) throws TransientException {
        boolean hub = sameOrigin(uri, endpoint);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("User-Agent", "cultivar")
                // Lengths and ranges count the bytes of the file itself.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (hub && token != null) {
            request.header("Authorization", token.authorization());
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request.build(), cancelled);
        BodyReader body = new BodyReader(stall, cancelled);
        response.body().subscribe(body);
        return new HubResponse(response.statusCode(), response.headers(), uri, hub, body);
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request, BooleanSupplier cancelled)
            throws TransientException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
        while (true) {
            if (cancelled.getAsBoolean()) {
                answer.cancel(true);
                throw new CancellationException();
            }
            try {
                return answer.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // Looks whether somebody asked to stop, and waits on.
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new CancellationException();
            } catch (ExecutionException e) {
                throw failed(e.getCause(), request.uri());
            }
        }
    }

    private static TransientException failed(@Nullable Throwable cause, URI uri) {
        // A handshake that was cut off may do better; one that went wrong will not.
        if (cause instanceof SSLException && !(cause.getCause() instanceof IOException)) {
            throw HubErrors.untrusted(uri, cause);
        }
        if (cause instanceof IOException e) {
            return new TransientException(HubErrors.unreachable(uri, e), null);
        }
        throw new IllegalStateException("the client failed on " + uri.getHost(), cause);
    }

    private URI target(URI from, String location) {
        URI uri;
        try {
            uri = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    HubException.Reason.SERVER, from.getHost() + " redirects to no address. Try again later.", e);
        }
        boolean local = HubEnvironment.isLoopback(endpoint.getHost());
        boolean safe = HubEnvironment.isSafe(uri) && (local || !HubEnvironment.isLoopback(uri.getHost()));
        if (uri.getHost() == null || !safe) {
            throw new HubException(
                    HubException.Reason.REFUSED,
                    from.getHost() + " redirects to " + uri.getScheme() + "://" + uri.getHost()
                            + ", which is not safe. Set another hub address.");
        }
        return uri;
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static boolean sameOrigin(URI a, URI b) {
        return lower(a.getScheme()).equals(lower(b.getScheme()))
                && lower(a.getHost()).equals(lower(b.getHost()))
                && port(a) == port(b);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : lower(uri.getScheme()).equals("https") ? 443 : 80;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
