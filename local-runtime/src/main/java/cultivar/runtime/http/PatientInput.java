package cultivar.runtime.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * What a client sends, waited for as long as was said, and longer as more comes: but not if then nothing comes for so long,
 * nor at the pace of one who only wants to keep a connection busy.
 */
final class PatientInput extends BufferedInputStream {
    /** Whoever sends at least 500 bytes a second is waited for. */
    private static final long NANOS_PER_BYTE = 2_000_000;

    private final Timed timed;

    PatientInput(Socket socket) throws IOException {
        this(new Timed(socket));
    }

    private PatientInput(Timed timed) {
        super(timed);
        this.timed = timed;
    }

    /** How long what is read from now on is waited for; then reads end with a {@link SocketTimeoutException}. */
    void patience(int millis) {
        timed.most = millis;
        timed.until = System.nanoTime() + millis * 1_000_000L;
    }

    private static final class Timed extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private int most;
        private long until;

        Timed(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException("The client sends too slowly");
            }
            socket.setSoTimeout((int) Math.min(millis, most));
            int count = in.read(bytes, from, length);
            until += Math.max(0, count) * NANOS_PER_BYTE;
            return count;
        }
    }
}
