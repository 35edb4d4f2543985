package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.codec.Address;
import cultivar.wallet.file.LineFile;
import cultivar.wallet.file.TurnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What was sent on one chain, as a file that only grows; the entries are what its lines amount to. A signed transaction
 * is forced to the disk. The other lines only repeat what the chain knows, so they are written without waiting for it.
 * Safe for use by several threads and processes.
 */
final class Journal {
    private final LineFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable String genesis;
    private String last = "";
    private long offset;
    private int line;

    Journal(Path folder, String name) {
        try {
            this.file = new LineFile(folder, name + ".jsonl", name + ".lock");
        } catch (IOException e) {
            throw new ChainException("The outbox in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** All entries, oldest first, those that other processes wrote included. */
    synchronized List<Entry> entries() {
        refresh();
        return all();
    }

    /** All entries as they were read last. */
    synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    synchronized Optional<Entry> find(String id) {
        refresh();
        return Optional.ofNullable(entries.get(id));
    }

    /** Hash of the first block of the chain that this is about, once it is known. */
    synchronized Optional<String> genesis() {
        refresh();
        return Optional.ofNullable(genesis);
    }

    /** Does something that no other process does meanwhile, over the newest entries. */
    synchronized <T> T alone(Supplier<T> work) {
        try (TurnFile.Held _ = file.lock()) {
            refresh();
            return work.get();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** Writes a line. Inside {@link #alone} only. */
    synchronized void append(JournalLine added) {
        String text = added.toJson();
        try {
            file.append(offset, text, added.signed() != null);
        } catch (IOException e) {
            throw unwritten(e);
        }
        replay(text);
    }

    /** Writes a line if the entry is still as expected; gives the entry as it is then. */
    Entry move(String id, Predicate<State> from, JournalLine added) {
        return alone(() -> {
            if (from.test(get(id).state())) {
                append(added);
            }
            return get(id);
        });
    }

    /** The entry with this id, which is known to be there. */
    synchronized Entry get(String id) {
        return Objects.requireNonNull(entries.get(id), id);
    }

    /** Puts the file aside, because it is about a chain that is gone, and begins a new one. Inside {@link #alone} only. */
    synchronized void restart(Instant now) {
        try {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".before-" + now.toEpochMilli());
            Files.move(file.path(), aside);
        } catch (IOException e) {
            throw unwritten(e);
        }
        forget();
    }

    private void refresh() {
        try {
            if (offset > 0 && !file.holds(offset - LineFile.length(last), last)) {
                forget(); // it was put aside by another process, whatever has grown in its place
            }
            for (String text : file.readFrom(offset)) {
                replay(text);
            }
        } catch (IOException e) {
            throw new ChainException("The outbox " + file.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void forget() {
        entries.clear();
        genesis = null;
        last = "";
        offset = 0;
        line = 0;
    }

    private void replay(String text) {
        try {
            apply(JournalLine.parse(text));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new ChainException("The outbox " + file.path() + " is damaged at line " + (line + 1)
                    + ". Nothing was sent; move the file away once everything in it is settled.");
        }
        last = text;
        offset += LineFile.length(text);
        line++;
    }

    private void apply(JournalLine added) {
        String id = added.id();
        switch (added.what()) {
            case BEGUN -> genesis = id;
            case SIGNED -> signed(added, Objects.requireNonNull(added.signed()));
            case TRIED -> entries.put(id, get(id).withTry());
            case SENT -> entries.put(id, get(id).withTry().with(new State.Sent()));
            case REMOVED -> entries.put(id, get(id).with(new State.Sent()));
            case MINED -> entries.put(id, get(id).with(new State.Mined(inclusion(added))));
            case CONFIRMED -> entries.put(id, get(id).with(new State.Confirmed(inclusion(added))));
            case REFUSED -> entries.put(id, get(id).with(new State.Refused(Objects.requireNonNull(added.reason()))));
            case SUPERSEDED -> entries.put(id, get(id).with(new State.Superseded()));
        }
    }

    private void signed(JournalLine added, JournalLine.Signed signed) {
        Entry known = entries.get(added.id());
        entries.put(
                added.id(),
                known != null
                        ? known.with(signed.attempt())
                        : new Entry(
                                added.id(),
                                Address.parse(signed.account()),
                                signed.nonce(),
                                signed.purpose(),
                                Instant.ofEpochSecond(added.at()),
                                List.of(signed.attempt()),
                                false,
                                new State.Signed()));
    }

    private static Inclusion inclusion(JournalLine added) {
        return Objects.requireNonNull(added.in()).inclusion();
    }

    private ChainException unwritten(IOException e) {
        return new ChainException(
                "The outbox could not be saved to " + file.path() + ": " + e.getMessage() + ". Nothing was sent.", e);
    }

    /** Nonces that the account signed for in vain. */
    synchronized Set<Long> refusedNonces(Address account) {
        return entries.values().stream()
                .filter(entry -> entry.account().equals(account) && entry.state() instanceof State.Refused)
                .map(Entry::nonce)
                .collect(Collectors.toSet());
    }

    /** The entries of one account that hold a nonce, by nonce. */
    synchronized List<Entry> of(Address account) {
        List<Entry> out = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.account().equals(account) && entry.nonce() >= 0 && !(entry.state() instanceof State.Refused)) {
                out.add(entry);
            }
        }
        out.sort((a, b) -> Long.compare(a.nonce(), b.nonce()));
        return out;
    }
}
