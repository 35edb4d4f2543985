package cultivar.wallet.chain;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Waits as long as a busy node asks for, within reason, and then asks it again. */
final class PatientCalls implements Interceptor {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int TRIES = 3;
    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        for (int tries = 1; isBusy(response); tries++) {
            Duration asked = asked(response);
            response.close();
            if (tries == TRIES || asked.compareTo(LONGEST) > 0) {
                throw new IOException("it gets too many requests and asks for a pause of "
                        + Math.max(1, asked.toSeconds()) + " s (HTTP " + response.code() + ")");
            }
            sleep(asked);
            response = chain.proceed(chain.request());
        }
        return response;
    }

    private static boolean isBusy(Response response) {
        return response.code() == TOO_MANY_REQUESTS || response.code() == UNAVAILABLE;
    }

    /** The header may be a number of seconds or a date (RFC 9110, 10.2.3); a date is not worth trusting the clock for. */
    private static Duration asked(Response response) {
        String header = String.valueOf(response.header("Retry-After")).strip().toLowerCase(Locale.ROOT);
        return header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : USUAL;
    }

    private static void sleep(Duration duration) throws InterruptedIOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody waits any more");
        }
    }
}
