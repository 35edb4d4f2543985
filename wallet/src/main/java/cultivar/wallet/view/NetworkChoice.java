package cultivar.wallet.view;

import cultivar.wallet.chain.Network;
import java.util.List;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** A choice among the networks that there are now. */
public final class NetworkChoice extends ComboBox<Network> {
    /**
     * A choice that follows what it is given.
     *
     * @param networks the networks to choose from
     * @param chosen the one that is chosen; never nothing
     */
    public NetworkChoice(ObservableValue<List<Network>> networks, Property<Network> chosen) {
        setConverter(new Labels());
        networks.subscribe(all -> {
            setItems(FXCollections.observableArrayList(all));
            setValue(chosen.getValue());
        });
        chosen.subscribe(this::setValue);
        valueProperty().subscribe((before, now) -> {
            if (now != null) {
                chosen.setValue(now);
            }
        });
    }

    /** Networks by their names for people. */
    private static final class Labels extends StringConverter<Network> {
        @Override
        public String toString(@Nullable Network network) {
            return network == null ? "" : network.label();
        }

        @Override
        public Network fromString(String text) {
            throw new UnsupportedOperationException("networks are chosen, not typed");
        }
    }
}
