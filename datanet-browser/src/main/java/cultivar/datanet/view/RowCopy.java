package cultivar.datanet.view;

import cultivar.datanet.Contribution;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import java.util.ArrayList;
import java.util.List;

/** Rows as they will be once an edit is written, to show them at once. */
final class RowCopy {
    private RowCopy() {}

    static StoredRow tagged(StoredRow row, String tag, boolean set) {
        List<String> tags = new ArrayList<>(row.contribution().tags());
        if (set) {
            tags.add(tag);
        } else {
            tags.remove(tag);
        }
        return with(row, tags, row.state(), row.reason());
    }

    static StoredRow decided(StoredRow row, ReviewState state, RowEdit edit) {
        List<String> tags = new ArrayList<>(row.contribution().tags());
        edit.tags().stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
        return with(row, tags, state, edit.reason());
    }

    private static StoredRow with(StoredRow row, List<String> tags, ReviewState state, String reason) {
        Contribution old = row.contribution();
        Contribution now =
                new Contribution(old.messages(), old.contributor(), old.licence(), old.source(), old.context(), tags);
        return new StoredRow(row.id(), row.split(), now, row.contentHash(), row.since(), row.origin(), state, reason);
    }
}
