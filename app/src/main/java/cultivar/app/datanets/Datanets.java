package cultivar.app.datanets;

import cultivar.app.home.Home;
import cultivar.datanet.store.DatanetStore;

/** The studio's datanets, with the demo datanets in them from the first start on. */
public final class Datanets {
    private Datanets() {}

    /** Opens the store of a home, putting the demo datanets in if they are not there. */
    public static DatanetStore open(Home home) {
        DatanetStore store = DatanetStore.open(home.datanets());
        try {
            store.installDemos();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }
}
