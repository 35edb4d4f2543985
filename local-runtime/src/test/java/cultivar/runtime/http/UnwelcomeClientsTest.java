package cultivar.runtime.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that would take all that there is of something. */
@Timeout(60)
class UnwelcomeClientsTest {
    /** Whoever has no token could take all memory by claims. */
    @Test
    void aLengthTakesNoMemoryBeforeWhatItIsTheLengthOf() throws IOException {
        String claim = "GET / HTTP/1.1\r\nContent-Length: 2147483000\r\n\r\n{";
        InputStream in = new ByteArrayInputStream(claim.getBytes(StandardCharsets.US_ASCII));
        RequestBody body = new RequestBody(RequestHead.read(in).orElseThrow(), in);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> body.read(Integer.MAX_VALUE))
                .withMessageContaining("left off");
    }
}
