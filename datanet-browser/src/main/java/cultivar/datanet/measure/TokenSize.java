package cultivar.datanet.measure;

import cultivar.datanet.Contribution;
import cultivar.datanet.Datanet;
import cultivar.datanet.Message;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a datanet's training rows have.
 *
 * @param tokens of all rows
 * @param looked rows that were looked at, the first ones; where there are more rows, these are taken to be like them
 * @param whole whether these are all rows
 * @param by the model whose tokens they are, as people call it; empty where four characters are taken for one
 */
public record TokenSize(long tokens, int looked, boolean whole, String by) {
    private static final int LOOKED = 1000;
    private static final double CHARACTERS = 4;

    /**
     * Looks at a datanet's first {@value #LOOKED} rows.
     *
     * @param model null where there is none to count by
     */
    public static TokenSize of(DatanetStore store, Datanet datanet, @Nullable LocalModel model) {
        RowFilter training = RowFilter.all().withSplit(Split.TRAIN);
        List<Contribution> rows = store.page(datanet.name(), training, 0, LOOKED).rows().stream()
                .map(StoredRow::contribution)
                .toList();
        double tokens = model == null ? characters(rows) / CHARACTERS : model.tokens(rows);
        boolean whole = rows.size() >= datanet.rows();
        double all = whole || rows.isEmpty() ? tokens : tokens / rows.size() * datanet.rows();
        return new TokenSize(Math.round(all), rows.size(), whole, model == null ? "" : model.name());
    }

    /** Whether it is a count rather than an estimate. */
    public boolean isCounted() {
        return whole && !by.isEmpty();
    }

    private static long characters(List<Contribution> rows) {
        return rows.stream()
                .flatMap(row -> row.messages().stream())
                .map(Message::content)
                .mapToLong(String::length)
                .sum();
    }
}
