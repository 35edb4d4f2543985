package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.FxTest;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowingScrollTest extends FxTest {
    private static final int ROWS = 40;
    private static final double HEIGHT = 100;

    private FollowingScroll scroll;
    private final List<Label> labels = new ArrayList<>();

    @BeforeEach
    void open() {
        scroll = onFx(FollowingScroll::new);
        onFx(() -> {
            for (int i = 0; i < ROWS; i++) {
                add(i);
            }
        });
        show(new StackPane(scroll), 300, 300);
    }

    private void add(int number) {
        Label label = new Label("row " + number);
        label.setMinHeight(HEIGHT);
        label.setMaxHeight(Region.USE_PREF_SIZE);
        labels.add(label);
        scroll.content().getChildren().add(new RestingBox(0, label));
    }

    private boolean there(int row) {
        return onFx(() -> labels.get(row).getScene() != null);
    }

    private double top() {
        return onFx(() -> scroll.getVvalue()
                * (scroll.content().getHeight() - scroll.getViewportBounds().getHeight()));
    }

    @Test
    void whoeverLooksAtTheEndKeepsSeeingIt() {
        assertThat(onFx(() -> scroll.getVvalue())).isEqualTo(1);
        onFx(() -> add(ROWS));
        settle();
        assertThat(onFx(() -> scroll.getVvalue())).isEqualTo(1);
        assertThat(there(ROWS)).isTrue();
    }

    @Test
    void whoeverLooksAtSomethingAboveKeepsSeeingThat() {
        onFx(() -> scroll.setVvalue(0.25));
        settle();
        double before = top();
        onFx(() -> add(ROWS));
        settle();
        assertThat(top()).isCloseTo(before, org.assertj.core.data.Offset.offset(0.5));
    }

    @Test
    void whatIsFarAwayIsTakenOutAndComesBackInItsPlace() {
        double whole = onFx(() -> scroll.content().getHeight());
        assertThat(whole).isEqualTo(ROWS * HEIGHT);
        assertThat(there(0)).isFalse();
        assertThat(there(ROWS - 1)).isTrue();
        for (int step = 0; step <= 20; step++) {
            double value = 1 - step / 20.0;
            onFx(() -> scroll.setVvalue(value));
            settle();
            int first = (int) (top() / HEIGHT);
            for (int row = first; row < Math.min(ROWS, first + 3); row++) {
                assertThat(there(row)).as("row %d is seen at %s", row, value).isTrue();
            }
            assertThat(onFx(() -> scroll.content().getHeight())).isEqualTo(whole);
        }
        assertThat(there(0)).isTrue();
        assertThat(there(ROWS - 1)).isFalse();
    }
}
