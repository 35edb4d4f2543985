package cultivar.app.shell;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Route;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the window can be. */
sealed interface Place extends Route {
    /** The entry of the rail that it belongs to. */
    Section section();

    /** The browser of datanets. */
    record Datanets() implements Place {
        @Override
        public Section section() {
            return Section.DATANETS;
        }
    }

    /** The page of one datanet, with the rows to show first. */
    record DatanetPage(String name, RowFilter rows) implements Place {
        DatanetPage(String name) {
            this(name, RowFilter.all());
        }

        @Override
        public Section section() {
            return Section.DATANETS;
        }
    }

    /** The desk where a datanet's rows are reviewed, with the queue to begin with. */
    record Desk(String name, RowFilter queue) implements Place {
        @Override
        public Section section() {
            return Section.DATANETS;
        }
    }

    /** Where a document becomes rows of a datanet by hand. */
    record Draft(long id) implements Place {
        @Override
        public Section section() {
            return Section.DATANETS;
        }
    }

    /** The wizard; null starts with the choice of data. */
    record Build(@Nullable DatanetVersionRef from) implements Place {
        @Override
        public Section section() {
            return Section.BUILD;
        }
    }

    /** The base models: on this machine and on the hub. */
    record Models() implements Place {
        @Override
        public Section section() {
            return Section.BUILD;
        }
    }

    /** All runs. */
    record Runs() implements Place {
        @Override
        public Section section() {
            return Section.RUNS;
        }
    }

    /** The page of one run. */
    record RunPage(String id) implements Place {
        @Override
        public Section section() {
            return Section.RUNS;
        }
    }

    /** Base and adapter side by side; null takes the newest adapter. */
    record Chat(@Nullable Path adapter) implements Place {
        @Override
        public Section section() {
            return Section.CHAT;
        }
    }

    /** Registration of an adapter; null takes the newest. */
    record Publish(@Nullable Path adapter) implements Place {
        @Override
        public Section section() {
            return Section.PUBLISH;
        }
    }

    /** Accounts and keys. */
    record Wallet() implements Place {
        @Override
        public Section section() {
            return Section.WALLET;
        }
    }

    /** What the accounts earned. */
    record Rewards() implements Place {
        @Override
        public Section section() {
            return Section.WALLET;
        }
    }

    /** What was sent from here. */
    record Activity() implements Place {
        @Override
        public Section section() {
            return Section.ACTIVITY;
        }
    }

    /** Theme, home, networks, licence. */
    record Settings() implements Place {
        @Override
        public Section section() {
            return Section.SETTINGS;
        }
    }
}
