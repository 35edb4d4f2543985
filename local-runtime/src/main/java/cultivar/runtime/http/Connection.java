package cultivar.runtime.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: request after request, on a thread of its own. */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Longer than clients keep an idle connection, so that they do not ask on one that is just being closed. */
    private static final int IDLE_MILLIS = 75_000;

    /** A client that sends slower than this is not waited for. */
    private static final int SENDING_MILLIS = 30_000;

    private static final int LINGER_MILLIS = 1_000;
    private static final int LINGERED = 8 << 20;

    private final Socket socket;
    private final HttpFront front;

    Connection(Socket socket, HttpFront front) {
        this.socket = socket;
        this.front = front;
    }

    @Override
    public void run() {
        try (socket) {
            // Without it small events wait for each other in the kernel.
            socket.setTcpNoDelay(true);
            PatientInput in = new PatientInput(socket);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            while (answerOne(in, out)) {
                LOG.trace("Another request on the same connection");
            }
            linger(in);
        } catch (SocketTimeoutException e) {
            LOG.debug("A client sent nothing for too long");
        } catch (IOException e) {
            LOG.debug("A connection broke", e);
        }
    }

    private boolean answerOne(PatientInput in, OutputStream out) throws IOException {
        in.patience(SENDING_MILLIS);
        Exchange exchange;
        try {
            Optional<RequestHead> head = RequestHead.read(in);
            if (head.isEmpty()) {
                return false;
            }
            exchange = new Exchange(head.get(), socket, in, out);
        } catch (ApiException e) {
            // Where the next request would begin, nobody knows.
            front.refuse(new Exchange(RequestHead.unreadable(), socket, in, out), e);
            return false;
        }
        Optional<Runnable> answer = front.receive(exchange);
        return answer.isEmpty() ? exchange.persistent() : exchange.whileWatching(answer.get(), IDLE_MILLIS);
    }

    /** A client that is still sending would not see the answer if the connection closed at once. */
    private void linger(PatientInput in) throws IOException {
        if (!socket.isClosed()) {
            socket.shutdownOutput();
            in.patience(LINGER_MILLIS);
            byte[] piece = new byte[16 << 10];
            int count = 0;
            for (int left = LINGERED; left > 0 && count >= 0; left -= count) {
                count = in.read(piece);
            }
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close", e);
        }
    }
}
