package cultivar.datanet.view;

import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.RowFilter;

/** What lies on the desk. */
sealed interface DeskQueue {
    /** Whether a row that gets this state belongs here no longer. */
    boolean leaves(ReviewState now);

    /**
     * The rows that a filter lets through.
     *
     * @param asOne whether copies are shown as one
     */
    record Filtered(RowFilter filter, boolean asOne) implements DeskQueue {
        @Override
        public boolean leaves(ReviewState now) {
            return filter.state() != null && filter.state() != now;
        }
    }

    /** A row, and those that are most like it. */
    record Similar(StoredRow to) implements DeskQueue {
        @Override
        public boolean leaves(ReviewState now) {
            return false;
        }
    }

    /** Rows that others decided about and the reviewer did not; what was decided is not shown. */
    record SecondLook(String reviewer) implements DeskQueue {
        @Override
        public boolean leaves(ReviewState now) {
            return true;
        }

        /** A row as it was before anybody decided. */
        static StoredRow blind(StoredRow row) {
            return new StoredRow(
                    row.id(),
                    row.split(),
                    row.contribution(),
                    row.contentHash(),
                    null,
                    row.origin(),
                    ReviewState.PENDING,
                    "");
        }
    }

    /** Rows that reviewers differ about. */
    record Disputed() implements DeskQueue {
        @Override
        public boolean leaves(ReviewState now) {
            return true;
        }
    }
}
