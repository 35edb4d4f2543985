/**
 * Datanets in memory: contributions, versions, their canonical bytes and hashes.
 *
 * <p>The packages below it: {@code merkle} has the trees and proofs, {@code load} reads rows and cards from files,
 * {@code store} keeps everything in one SQLite file, {@code view} shows it. A typical use:
 *
 * <pre>{@code
 * try (DatanetStore store = DatanetStore.open(home.resolve("datanets.db"))) {
 *     store.create(DatanetCard.titled("My rows"));
 *     ImportReport report = store.importFile("my-rows", file, Split.TRAIN, defaults, ImportListener.NONE);
 *     DatanetVersion version = store.publish("my-rows");
 *     try (Stream<StoredRow> rows = store.rows(version.ref())) { ... }
 *     VersionCheck check = store.verify(version.ref());
 * }
 * }</pre>
 *
 * <p>What counts as the same: a contribution's content hash covers its conversation, licence, source and context (see
 * {@link cultivar.datanet.CanonicalForm}); with its contributor it is one row of a datanet and one leaf of a version. The
 * text hash covers the conversation alone and keeps training and held-out rows apart (see
 * {@link cultivar.datanet.Split}).
 */
@NullMarked
package cultivar.datanet;

import org.jspecify.annotations.NullMarked;
