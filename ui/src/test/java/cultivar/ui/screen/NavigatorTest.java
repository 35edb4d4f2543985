package cultivar.ui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;

class NavigatorTest {
    private record Place(String name) implements Route {}

    private record FakeScreen(Place place, CompletionStage<Boolean> leave) implements Screen {
        @Override
        public Node view() {
            throw new UnsupportedOperationException("not needed without a window");
        }

        @Override
        public CompletionStage<Boolean> canLeave() {
            return leave;
        }
    }

    private static final Place HOME = new Place("home");
    private static final Place WIZARD = new Place("wizard");
    private static final Place WALLET = new Place("wallet");

    private final CompletableFuture<Boolean> guard = new CompletableFuture<>();
    private final List<Route> made = new ArrayList<>();
    private final Navigator navigator = new Navigator(
            route -> {
                made.add(route);
                return new FakeScreen(
                        (Place) route, route.equals(WIZARD) ? guard : CompletableFuture.completedFuture(true));
            },
            Runnable::run);

    @Test
    void remembersTheWay() {
        navigator.go(HOME);
        assertThat(navigator.canGoBackProperty().get()).isFalse();
        navigator.go(WALLET);
        navigator.go(WALLET);
        assertThat(made).containsExactly(HOME, WALLET);
        navigator.back();
        assertThat(navigator.routeProperty().get()).isEqualTo(HOME);
        assertThat(navigator.canGoBackProperty().get()).isFalse();
    }

    @Test
    void staysWhereTheScreenSaysNo() {
        navigator.go(WIZARD);
        navigator.go(HOME);
        assertThat(navigator.routeProperty().get()).isEqualTo(WIZARD);
        guard.complete(false);
        assertThat(navigator.routeProperty().get()).isEqualTo(WIZARD);
    }

    @Test
    void theLastOfSeveralMovesWinsOnceTheScreenSaysYes() {
        navigator.go(WIZARD);
        navigator.go(HOME);
        navigator.go(WALLET);
        guard.complete(true);
        assertThat(navigator.routeProperty().get()).isEqualTo(WALLET);
        assertThat(made).containsExactly(WIZARD, WALLET);
        navigator.back();
        assertThat(navigator.routeProperty().get()).isEqualTo(WIZARD);
    }

    @Test
    void aRedirectionLeavesNoTrace() {
        navigator.go(HOME);
        navigator.go(WIZARD);
        guard.complete(true);
        navigator.replace(WALLET);
        navigator.back();
        assertThat(navigator.routeProperty().get()).isEqualTo(HOME);
    }
}
