package cultivar.wallet.view;

import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * Where everything that is to be signed is asked for: one dialog after the other, in the order in which it came. Nothing
 * is signed here; whoever asked signs what its owner agreed to. FX thread only.
 */
public final class SigningDesk {
    private final SigningServices services;
    private final WalletDialogs walletDialogs;
    private final Words words = new Words();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final ReadOnlyIntegerWrapper place = new ReadOnlyIntegerWrapper(this, "place");
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper(this, "total");
    private boolean busy;

    private record Waiting(SigningRequest request, CompletableFuture<Optional<Signable>> answer) {}

    /** A desk of one window over one wallet. */
    public SigningDesk(SigningServices services) {
        this.services = services;
        this.walletDialogs = new WalletDialogs(services.session(), services.dialogs());
    }

    /** Asks; empty if it was refused. Unlocks the wallet first if need be. */
    public CompletionStage<Optional<Signable>> ask(SigningRequest request) {
        CompletableFuture<Optional<Signable>> answer = new CompletableFuture<>();
        queue.add(new Waiting(request, answer));
        total.set(total.get() + 1);
        next();
        return answer;
    }

    /** Which of the requests that came together is on show, counted from one. */
    ReadOnlyIntegerProperty placeProperty() {
        return place.getReadOnlyProperty();
    }

    /** How many requests came together. */
    ReadOnlyIntegerProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    private void next() {
        if (busy) {
            return;
        }
        Waiting waiting = queue.poll();
        if (waiting == null) {
            place.set(0);
            total.set(0);
            return;
        }
        busy = true;
        place.set(place.get() + 1);
        var _ = walletDialogs.ready().thenAccept(ready -> {
            if (ready) {
                show(waiting);
            } else {
                end(waiting, Optional.empty());
            }
        });
    }

    private void show(Waiting waiting) {
        var _ = services.dialogs()
                .<Signable>show(
                        title(waiting.request()),
                        handle -> new SigningPane(words, services, this, waiting.request(), handle).root())
                .thenAccept(answer -> end(waiting, answer));
    }

    private String title(SigningRequest request) {
        return switch (request) {
            case SigningRequest.Send _ -> words.get("sign.title");
            case SigningRequest.Message _ -> words.get("sign.message.title");
        };
    }

    private void end(Waiting waiting, Optional<Signable> answer) {
        busy = false;
        try {
            waiting.answer().complete(answer);
        } finally {
            next();
        }
    }
}
