package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.measure.TokenSize;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** What the browser shows. */
final class DatanetsModel {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final Map<String, Double> reviewed = new HashMap<>();
    private final ObservableMap<Datanet, TokenSize> sizes = FXCollections.observableHashMap();
    private final ObservableList<Datanet> all = FXCollections.observableArrayList();
    private final FilteredList<Datanet> shown = new FilteredList<>(all);

    DatanetsModel() {
        search.subscribe(text -> shown.setPredicate(datanet -> matches(datanet, text)));
    }

    /** The part of each datanet's rows that is accepted or rejected, from 0 to 1, by name. */
    Map<String, Double> reviewed() {
        return reviewed;
    }

    /** How many tokens the datanets have as they are, as far as that is known. */
    ObservableMap<Datanet, TokenSize> sizes() {
        return sizes;
    }

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    StringProperty search() {
        return search;
    }

    /** All datanets. */
    ObservableList<Datanet> all() {
        return all;
    }

    /** Those that the search lets through. */
    ObservableList<Datanet> shown() {
        return shown;
    }

    private static boolean matches(Datanet datanet, String text) {
        List<String> said = Stream.of(
                        Stream.of(
                                datanet.name(),
                                datanet.card().title(),
                                datanet.card().summary(),
                                datanet.card().description()),
                        datanet.tags().stream().map(Counted::name),
                        datanet.licences().stream().map(Counted::name))
                .flatMap(words -> words)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        return Stream.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+", -1))
                .allMatch(word -> said.stream().anyMatch(line -> line.contains(word)));
    }
}
