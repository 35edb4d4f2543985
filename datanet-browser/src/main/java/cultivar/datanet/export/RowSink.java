package cultivar.datanet.export;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Takes rows, one by one, into a file. */
interface RowSink extends Closeable {
    void write(ObjectNode row) throws IOException;

    /** JSON Lines. */
    static RowSink lines(Path file) throws IOException {
        BufferedWriter out = Files.newBufferedWriter(file);
        return new RowSink() {
            @Override
            public void write(ObjectNode row) throws IOException {
                out.write(row.toString());
                out.write('\n');
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }
}
