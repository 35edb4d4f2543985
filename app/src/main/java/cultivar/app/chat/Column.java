package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** A column: who answers in it, and how strong. */
final class Column {
    private final int slot;
    private final ObjectProperty<Who> who;
    private final DoubleProperty strength = new SimpleDoubleProperty(this, "strength", 1);

    /**
     * @param slot a number that no other column of the chat has
     */
    Column(int slot, Who who) {
        this.slot = slot;
        this.who = new SimpleObjectProperty<>(this, "who", who);
        strength.set(who.isBase() ? 1 : who.strength());
    }

    int slot() {
        return slot;
    }

    /** Who was chosen; see {@link #now} for the strength. */
    ObjectProperty<Who> who() {
        return who;
    }

    /** From 0 to {@link Who#MOST}; means nothing for the base. */
    DoubleProperty strength() {
        return strength;
    }

    /** Who answers when it is asked now. */
    Who now() {
        return who.get().at(strength.get());
    }
}
