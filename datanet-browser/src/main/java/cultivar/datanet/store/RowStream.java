package cultivar.datanet.store;

import cultivar.datanet.StoredRow;
import java.util.Optional;
import java.util.stream.Stream;

/** A stream of rows that is fetched page by page, so that an unfinished one holds no connection. */
final class RowStream {
    private static final int PAGE = 500;

    /** Fetches a page. */
    interface Pages {
        RowPage page(long after, int limit);
    }

    private RowStream() {}

    static Stream<StoredRow> of(Pages pages) {
        return Stream.iterate(
                        Optional.of(pages.page(0, PAGE)),
                        Optional::isPresent,
                        page -> page.flatMap(before -> following(pages, before)))
                .flatMap(page -> page.orElseThrow().rows().stream());
    }

    private static Optional<RowPage> following(Pages pages, RowPage before) {
        return before.next().isPresent() ? Optional.of(pages.page(before.next().getAsLong(), PAGE)) : Optional.empty();
    }
}
