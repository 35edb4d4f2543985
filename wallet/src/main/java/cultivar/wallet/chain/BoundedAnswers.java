package cultivar.wallet.chain;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;

/** Ends an answer over HTTP that is longer than any that makes sense, before it fills the memory. */
public final class BoundedAnswers implements Interceptor {
    /** The longest answer, in bytes after decompression. The largest that is asked for are some hundred blocks' events. */
    static final long LONGEST = 32L << 20;

    /** For the client of one connection or of several. */
    public BoundedAnswers() {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        return body == null
                ? response
                : response.newBuilder().body(new Bounded(body)).build();
    }

    /** A body that fails where it becomes too long. */
    private static final class Bounded extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        Bounded(ResponseBody body) {
            this.body = body;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {
                private long taken;

                @Override
                public long read(Buffer sink, long count) throws IOException {
                    long read = super.read(sink, count);
                    taken += Math.max(0, read);
                    if (taken > LONGEST) {
                        throw new IOException("its answer is longer than " + (LONGEST >> 20) + " MiB");
                    }
                    return read;
                }
            });
        }

        @Override
        public MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }
}
