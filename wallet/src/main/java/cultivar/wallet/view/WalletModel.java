package cultivar.wallet.view;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

/** What the wallet's screen shows beside the session. */
final class WalletModel {
    private final ObservableMap<String, String> balances = FXCollections.observableHashMap();
    private final StringProperty trouble = new SimpleStringProperty(this, "trouble", "");
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");

    /** Balance in coin by address, for the chosen network. */
    ObservableMap<String, String> balances() {
        return balances;
    }

    /** Why the balances are not known; empty if they are. */
    StringProperty trouble() {
        return trouble;
    }

    /** Whether coin is being asked for. */
    BooleanProperty busy() {
        return busy;
    }
}
