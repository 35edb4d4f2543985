package cultivar.wallet.view;

import cultivar.wallet.chain.Speed;
import cultivar.wallet.signing.Forecast;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Review;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What a signing dialog shows, and whether its request may be signed. */
final class SigningModel {
    private final ObjectProperty<@Nullable Review> review = new SimpleObjectProperty<>(this, "review");
    private final ObjectProperty<Speed> speed = new SimpleObjectProperty<>(this, "speed", Speed.USUAL);
    private final BooleanProperty insisted = new SimpleBooleanProperty(this, "insisted");
    private final BooleanProperty settled = new SimpleBooleanProperty(this, "settled");
    private final StringProperty password = new SimpleStringProperty(this, "password", "");
    private final BooleanBinding signable =
            Bindings.createBooleanBinding(this::maySign, review, speed, insisted, settled, password);
    private boolean expert;

    /** Says whether its signer is an expert; before there is anything to sign. */
    void expert(boolean allowed) {
        expert = allowed;
    }

    /** What is known about the request; null while it is looked at. */
    ObjectProperty<@Nullable Review> review() {
        return review;
    }

    /** The fee that is chosen. */
    ObjectProperty<Speed> speed() {
        return speed;
    }

    /** Whether an expert insists. */
    BooleanProperty insisted() {
        return insisted;
    }

    /** Whether the dialog has been still for long enough that a press is meant for what it shows. */
    BooleanProperty settled() {
        return settled;
    }

    /** The password, where one is asked for. */
    StringProperty password() {
        return password;
    }

    /** Whether it may be signed now. */
    BooleanBinding signable() {
        return signable;
    }

    /** Whether it can only be signed by somebody who insists. */
    boolean needsInsisting() {
        Review now = review.get();
        return now != null
                && (now.meaning() instanceof Meaning.Unknown
                        || forecast(now)
                                .filter(Forecast.Refused.class::isInstance)
                                .isPresent());
    }

    /** Whether insisting is allowed at all. */
    boolean mayInsist() {
        return expert;
    }

    /** Whether the password is asked for. */
    boolean needsPassword() {
        return review.get() instanceof Review.OfSend send && send.isAboveLimit(speed.get());
    }

    /** Whether the account cannot pay. */
    boolean isTooPoor() {
        return review.get() instanceof Review.OfSend send && send.isTooPoor(speed.get());
    }

    private boolean maySign() {
        Review now = review.get();
        if (now == null || !settled.get() || now.meaning() instanceof Meaning.Forbidden) {
            return false;
        }
        if (needsInsisting() && !(expert && insisted.get())) {
            return false;
        }
        if (now instanceof Review.OfSend send && !send.rules().enabled()) {
            return false;
        }
        return !isTooPoor() && !(needsPassword() && password.get().isEmpty());
    }

    private static Optional<Forecast> forecast(Review review) {
        return review instanceof Review.OfSend send ? Optional.of(send.forecast()) : Optional.empty();
    }
}
