package cultivar.finetune.view;

import java.util.Objects;

/** The rules that only these screens need. */
final class Styles {
    private Styles() {}

    static String sheet() {
        return Objects.requireNonNull(Styles.class.getResource("finetune.css")).toExternalForm();
    }
}
