package cultivar.ui.control;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleFunction;
import javafx.scene.control.Spinner;
import javafx.util.StringConverter;

/** A number as it is typed into a spinner; where what is typed is none, the number before stays and is shown again. */
public final class TypedNumber<N extends Number> extends StringConverter<N> {
    /** More decimals change nothing that a spinner is used for. */
    private static final int DECIMALS = 3;

    private final Spinner<N> spinner;
    private final DoubleFunction<N> kind;

    private TypedNumber(Spinner<N> spinner, DoubleFunction<N> kind) {
        this.spinner = spinner;
        this.kind = kind;
    }

    /**
     * Reads numbers that are typed into a spinner.
     *
     * @param kind gives the number of the spinner's kind that is nearest
     */
    public static <N extends Number> void into(Spinner<N> spinner, DoubleFunction<N> kind) {
        TypedNumber<N> typed = new TypedNumber<>(spinner, kind);
        spinner.getValueFactory().setConverter(typed);
        spinner.getEditor().setOnAction(event -> {
            spinner.commitValue();
            typed.show();
        });
        // After the spinner's own, which takes what is typed.
        spinner.focusedProperty().subscribe(focused -> {
            if (!focused) {
                typed.show();
            }
        });
    }

    private void show() {
        spinner.getEditor().setText(toString(spinner.getValue()));
    }

    @Override
    public String toString(N value) {
        return BigDecimal.valueOf(value.doubleValue())
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public N fromString(String text) {
        try {
            return kind.apply(new BigDecimal(text.strip().replace(',', '.')).doubleValue());
        } catch (NumberFormatException e) {
            return spinner.getValue();
        }
    }
}
