package cultivar.datanet.load;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one object a line. */
final class JsonLines implements Records {
    private final CountingInput in;
    private final LineReader lines;

    JsonLines(InputStream in) throws IOException {
        this.in = new CountingInput(in);
        this.lines = new LineReader(Utf16Input.utf8(this.in));
    }

    @Override
    public @Nullable Found next() throws IOException {
        while (lines.next()) {
            byte[] line = lines.line();
            if (line == null) {
                return new Found.Broken(lines.number(), LineReader.TOO_LONG);
            }
            if (!LineReader.blank(line)) {
                return Json.row(lines.number(), line, "not a JSON object; each line must be one");
            }
        }
        return null;
    }

    @Override
    public long bytes() {
        return in.bytes();
    }

    @Override
    public long lines() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
