package cultivar.runtime.text;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Small tokenizers of every common kind, trained on sentences of ours, beside what the reference makes of texts. */
public final class TestTokenizers {
    private TestTokenizers() {}

    public static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                                    TestTokenizers.class.getResource("tokenizers/" + name + "/cases.json"))
                            .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
