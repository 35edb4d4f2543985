package cultivar.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection. */
final class Exchange implements Client {
    /**
     * What comes with more bytes may take long to understand, such as the tokens of a long prompt. Virtual threads share a few
     * threads of the system and none of them is ever interrupted for another, so that it would hold up all connections.
     */
    private static final int LARGE = 16 << 10;

    private final RequestHead head;
    private final RequestBody body;
    private final Socket socket;
    private final PatientInput in;
    private final OutputStream out;
    private final Object lock = new Object();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean gone;
    private boolean answered;
    private boolean begun;
    private boolean large;
    private volatile boolean persistent;

    Exchange(RequestHead head, Socket socket, PatientInput in, OutputStream out) {
        this.head = head;
        this.body = new RequestBody(head, in);
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.persistent = head.persistent();
    }

    RequestHead head() {
        return head;
    }

    @Nullable
    String header(String name) {
        return head.headers().get(name);
    }

    byte[] body(int largest) throws IOException {
        body.checkLength(largest);
        if (!body.ended() && "100-continue".equalsIgnoreCase(header("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        byte[] bytes = body.read(largest);
        large = bytes.length > LARGE;
        return bytes;
    }

    /** Whether the next request may come on this connection. */
    boolean persistent() {
        return persistent;
    }

    /** The connection ends with this answer. */
    void last() {
        persistent = false;
    }

    /** Answers with bytes. */
    void respond(int status, Map<String, String> headers, byte[] bytes) throws IOException {
        if (!body.ended()) {
            last();
        }
        StringBuilder text = begin(status, headers);
        if (status != 204) {
            text.append("content-length: ").append(bytes.length).append("\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!head.method().equals("HEAD")) {
            out.write(bytes);
        }
        out.flush();
        answered();
    }

    /** Answers with what is written, each flush sent at once; closing the stream ends the answer. */
    OutputStream stream(Map<String, String> headers) throws IOException {
        if (!head.chunks()) {
            last();
        }
        StringBuilder text = begin(200, headers);
        if (head.chunks()) {
            text.append("transfer-encoding: chunked\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new Chunks();
    }

    private StringBuilder begin(int status, Map<String, String> headers) throws IOException {
        if (begun) {
            throw new IOException("Half of an answer is sent already");
        }
        begun = true;
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " " + Statuses.reason(status) + "\r\n");
        text.append("date: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().atOffset(ZoneOffset.UTC)))
                .append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return persistent ? text : text.append("connection: close\r\n");
    }

    private void answered() {
        synchronized (lock) {
            answered = true;
            whenGone.clear();
        }
    }

    @Override
    public void whenGone(Runnable work) {
        synchronized (lock) {
            if (!gone) {
                whenGone.add(work);
                return;
            }
        }
        work.run();
    }

    /**
     * Does work on another thread and meanwhile waits here for what the client does: the next request, or its end. Gives
     * whether the next request can be read.
     *
     * @param idle milliseconds after which an answered client that says nothing has been waited for long enough
     */
    boolean whileWatching(Runnable work, int idle) throws IOException {
        Thread.Builder thread = large ? Thread.ofPlatform().daemon().name("http-large") : Thread.ofVirtual();
        Thread answering = thread.start(() -> {
            try {
                work.run();
            } finally {
                if (!persistent) {
                    Connection.close(socket);
                }
            }
        });
        boolean more;
        try {
            more = awaitByte(answering, idle);
        } catch (IOException e) {
            more = false;
        }
        if (!more) {
            gone();
            Connection.close(socket);
        }
        join(answering);
        return more && persistent;
    }

    private boolean awaitByte(Thread answering, int idle) throws IOException {
        while (true) {
            in.patience(idle);
            in.mark(1);
            try {
                int next = in.read();
                // An empty line after a body is no request: who sent it may still go.
                if ((next == '\r' || next == '\n') && answering.isAlive()) {
                    continue;
                }
                in.reset();
                return next >= 0;
            } catch (SocketTimeoutException e) {
                if (!answering.isAlive()) {
                    return false;
                }
            }
        }
    }

    private void gone() {
        List<Runnable> all;
        synchronized (lock) {
            if (answered || gone) {
                return;
            }
            gone = true;
            all = List.copyOf(whenGone);
            whenGone.clear();
        }
        all.forEach(Runnable::run);
    }

    private static void join(Thread thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException e) {
                // Nobody interrupts a connection; it is closed instead.
                thread.interrupt();
            }
        }
    }

    /** What is written, in chunks where the client knows them. */
    private final class Chunks extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (count == 0) {
                return;
            }
            if (head.chunks()) {
                out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(bytes, from, count);
            if (head.chunks()) {
                out.write('\r');
                out.write('\n');
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (head.chunks()) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            answered();
        }
    }
}
