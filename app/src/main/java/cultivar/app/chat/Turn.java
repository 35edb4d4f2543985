package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Who;
import cultivar.app.chat.store.StoredTurn;
import cultivar.app.chat.store.Terms;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** A question with its answers, in the order in which they are shown. FX thread only. */
final class Turn {
    private final String id;
    private final @Nullable String parent;
    private final String question;
    private final Draw draw;
    private final @Nullable Terms terms;
    private final boolean blind;
    private final Instant created;
    private final List<Answer> answers;
    private final ReadOnlyIntegerWrapper leftOut = new ReadOnlyIntegerWrapper(this, "leftOut");
    private final ReadOnlyBooleanWrapper revealed = new ReadOnlyBooleanWrapper(this, "revealed");
    private final ReadOnlyObjectWrapper<@Nullable Ballot> ballot = new ReadOnlyObjectWrapper<>(this, "ballot");

    Turn(
            String id,
            @Nullable String parent,
            String question,
            Draw draw,
            @Nullable Terms terms,
            boolean blind,
            Instant created,
            List<Answer> answers) {
        this.id = id;
        this.parent = parent;
        this.question = question;
        this.draw = draw;
        this.terms = terms;
        this.blind = blind;
        this.created = created;
        this.answers =
                answers.stream().sorted(Comparator.comparingInt(Answer::place)).toList();
        revealed.set(!blind);
    }

    /** One that was kept. */
    static Turn of(StoredTurn stored, String interrupted) {
        Turn turn = new Turn(
                stored.id(),
                stored.parent(),
                stored.question(),
                stored.draw(),
                stored.terms(),
                stored.blind(),
                stored.created(),
                stored.answers().stream()
                        .map(answer -> Answer.of(answer, interrupted))
                        .toList());
        turn.leaveOut(stored.leftOut());
        StoredTurn.Finding finding = stored.finding();
        if (finding == null) {
            turn.revealIfAlone();
        } else {
            turn.vote(
                    switch (finding.verdict()) {
                        case BEST -> new Ballot.Best(finding.place());
                        case SAME -> new Ballot.Same();
                        case BAD -> new Ballot.Bad();
                    });
        }
        return turn;
    }

    String id() {
        return id;
    }

    /** The turn before it, or null for the first. */
    @Nullable
    String parent() {
        return parent;
    }

    String question() {
        return question;
    }

    Draw draw() {
        return draw;
    }

    /** Under what it was asked, or null where that was not kept. */
    @Nullable
    Terms terms() {
        return terms;
    }

    boolean blind() {
        return blind;
    }

    List<Answer> answers() {
        return answers;
    }

    /** What somebody answered, at whatever strength; of several columns that have asked them, the one of that slot. */
    Optional<Answer> of(Who who, int slot) {
        List<Answer> theirs =
                answers.stream().filter(answer -> answer.who().isSame(who)).toList();
        return theirs.stream()
                .filter(answer -> answer.slot() == slot)
                .findFirst()
                .or(() -> theirs.stream().findFirst());
    }

    boolean ended() {
        return answers.stream().allMatch(Answer::ended);
    }

    /** How many of the oldest turns before it its columns were not told, since they no longer fit. */
    ReadOnlyIntegerProperty leftOutProperty() {
        return leftOut.getReadOnlyProperty();
    }

    int leftOut() {
        return leftOut.get();
    }

    void leaveOut(int turns) {
        leftOut.set(turns);
    }

    /** Whether it is shown who answered. */
    ReadOnlyBooleanProperty revealedProperty() {
        return revealed.getReadOnlyProperty();
    }

    /** What was found, or null before that. */
    ReadOnlyObjectProperty<@Nullable Ballot> ballotProperty() {
        return ballot.getReadOnlyProperty();
    }

    /** Shows who answered where there are no two that could be compared; says whether it has. */
    boolean revealIfAlone() {
        if (revealed.get()
                || !ended()
                || answers.stream().filter(Answer::takesPart).count() > 1) {
            return false;
        }
        revealed.set(true);
        return true;
    }

    /** Takes a finding, and shows who answered. */
    void vote(Ballot found) {
        ballot.set(found);
        revealed.set(true);
    }

    /** As it is kept. */
    StoredTurn stored() {
        return new StoredTurn(
                id,
                parent,
                question,
                draw,
                terms,
                blind,
                created,
                leftOut(),
                answers.stream().map(Answer::stored).toList(),
                null);
    }
}
