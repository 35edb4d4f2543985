package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import java.util.Collections;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** Another list in the place of the one before, told without counting up what was there. */
final class Anew extends ListChangeListener.Change<StoredRow> {
    private final int before;
    private boolean told;

    Anew(ObservableList<StoredRow> list, int before) {
        super(list);
        this.before = before;
    }

    @Override
    public boolean next() {
        boolean first = !told && (before > 0 || !getList().isEmpty());
        told = true;
        return first;
    }

    @Override
    public void reset() {
        told = false;
    }

    @Override
    public int getFrom() {
        return 0;
    }

    @Override
    public int getTo() {
        return getList().size();
    }

    @Override
    public List<StoredRow> getRemoved() {
        return Collections.<StoredRow>nCopies(before, null);
    }

    @Override
    protected int[] getPermutation() {
        return new int[0];
    }
}
