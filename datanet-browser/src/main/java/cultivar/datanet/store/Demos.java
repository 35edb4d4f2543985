package cultivar.datanet.store;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.demo.DemoDatanet;
import cultivar.datanet.demo.DemoDatanets;
import cultivar.datanet.load.CardReader;
import cultivar.datanet.load.RowDefaults;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Puts the datanets in the box into a store, and finishes what an earlier attempt left. */
final class Demos {
    private final DatanetStore store;

    Demos(DatanetStore store) {
        this.store = store;
    }

    List<DatanetVersion> install() {
        List<DatanetVersion> made = new ArrayList<>();
        for (DemoDatanet demo : DemoDatanets.all()) {
            // A version is the last step, so a datanet without one was broken off on its way.
            if (store.find(demo.name()).flatMap(Datanet::latest).isEmpty()) {
                made.add(install(demo));
            }
        }
        return List.copyOf(made);
    }

    private DatanetVersion install(DemoDatanet demo) {
        try (InputStream in = demo.card();
                InputStream heldOut = demo.heldOut();
                InputStream rows = demo.rows()) {
            DatanetCard card = CardReader.read(in);
            if (store.find(demo.name()).isEmpty()) {
                var _ = store.create(card);
            }
            RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, card.licence());
            // Held-out rows first: a text is on the side on which it came first.
            load(demo, "heldout.jsonl", heldOut, Split.HELD_OUT, defaults);
            load(demo, "rows.jsonl", rows, Split.TRAIN, defaults);
            return store.publish(demo.name());
        } catch (IOException e) {
            throw new DatanetException(
                    "The datanet \"" + demo.name() + "\" in the box cannot be read (" + e.getMessage()
                            + "); install the studio again",
                    e);
        }
    }

    private void load(DemoDatanet demo, String file, InputStream in, Split split, RowDefaults defaults) {
        var _ = store.importRows(demo.name(), file, in, -1, split, defaults, ImportListener.NONE);
    }
}
