package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapters that can be asked for by name: those on the shelf, and those of a folder whose PEFT subfolders are adapters
 * by their names. A subfolder that comes while the server runs is taken when it is first asked for or at the next look; one
 * that changed is taken anew, in one step; one that went is forgotten; a damaged one is named in the log, and to whoever
 * asks for it. While the folder itself cannot be read, what is known stays.
 */
public final class Adapters {
    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);

    /**
     * What came of a subfolder.
     *
     * @param keeping how it is kept, also once it is whole again
     */
    private record Seen(PeftFolder.State stamp, @Nullable String damage, boolean unloaded, Keeping keeping) {}

    private final String base;
    private final AdapterShelf shelf;
    private final @Nullable Path folder;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private final Map<String, Seen> seen = new HashMap<>();
    /** Whether the last look could read the folder. */
    private boolean readable = true;

    /**
     * Adapters of a shelf.
     *
     * @param base the base's name, which no adapter can have
     * @param folder whose subfolders are adapters, or null
     */
    public Adapters(String base, AdapterShelf shelf, @Nullable Path folder) {
        this.base = base;
        this.shelf = shelf;
        this.folder = folder;
    }

    /** Looks at the folder; gives what is there now, in the order of the names. */
    public List<AdapterShelf.Entry> look() {
        if (folder != null) {
            synchronized (lock) {
                names(folder).ifPresent(names -> follow(folder, names));
            }
        }
        List<AdapterShelf.Entry> entries = shelf.entries();
        entries.forEach(entry -> known.add(entry.name()));
        return entries;
    }

    private void follow(Path parent, List<String> names) {
        names.forEach(name -> take(name, parent.resolve(name)));
        for (String gone :
                seen.keySet().stream().filter(name -> !names.contains(name)).toList()) {
            forget(gone);
            seen.remove(gone);
        }
    }

    /** The names of the subfolders; empty where they cannot be told, which is not to say that there are none. */
    private Optional<List<String>> names(Path parent) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, PeftFolder::isAdapter)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(name);
                }
            }
            readable = true;
            return Optional.of(names);
        } catch (IOException | DirectoryIteratorException e) {
            if (readable) {
                LOG.warn(
                        "The folder of adapters {} cannot be read; what is known of it stays: {}",
                        parent,
                        e.toString());
            }
            readable = false;
            return Optional.empty();
        }
    }

    /** Takes a subfolder onto the shelf if it is new or has changed. */
    private void take(String name, Path path) {
        Optional<PeftFolder.State> stamp = stamp(path);
        Seen before = seen.get(name);
        if (stamp.isEmpty() || (before != null && before.stamp().equals(stamp.get()))) {
            return;
        }
        Keeping keeping = shelf.entry(name)
                .map(AdapterShelf.Entry::keeping)
                .orElse(before == null ? Keeping.USUAL : before.keeping());
        boolean replaces = before != null && known.contains(name);
        try {
            add(name, path, keeping, replaces);
            seen.put(name, new Seen(stamp.get(), null, false, keeping));
        } catch (ServeException | ApiException e) {
            LOG.warn("The adapter {} cannot be served: {}", path, e.getMessage());
            if (replaces) {
                forget(name);
            }
            seen.put(name, new Seen(stamp.get(), String.valueOf(e.getMessage()), false, keeping));
        }
    }

    private static Optional<PeftFolder.State> stamp(Path adapter) {
        try {
            return Optional.of(PeftFolder.state(adapter));
        } catch (IOException e) {
            // It is just being removed.
            return Optional.empty();
        }
    }

    private void forget(String name) {
        if (known.remove(name)) {
            try {
                shelf.remove(name);
            } catch (ServeException e) {
                LOG.debug("{} was forgotten already", name, e);
            }
        }
    }

    private AdapterShelf.Entry add(String name, Path path, Keeping keeping, boolean replace) {
        if (name.equals(base)) {
            throw ApiException.plain(400, "InvalidUserInput", "The base has the name " + base + " already.");
        }
        Path whole = path.toAbsolutePath().normalize();
        AdapterShelf.Entry entry = replace ? shelf.replace(name, whole, keeping) : shelf.add(name, whole, keeping);
        known.add(name);
        return entry;
    }

    /**
     * Makes sure that an adapter can be asked, as its files are now; whoever names one that cannot be had is told why, and
     * in which field.
     */
    void require(String name, String param) {
        if (known.contains(name) && child(name).isEmpty()) {
            return;
        }
        synchronized (lock) {
            child(name).ifPresent(path -> take(name, path));
            Seen state = seen.get(name);
            if (state != null && state.damage() != null) {
                throw new ApiException(400, "invalid_adapter", state.damage()).about(param);
            }
        }
        if (known.contains(name) || shelf.entry(name).isPresent()) {
            known.add(name);
            return;
        }
        throw new ApiException(
                        404,
                        "model_not_found",
                        "There is no model or adapter \"" + name + "\" here. /v1/models lists those that there are.")
                .about(param);
    }

    /** The subfolder of a name that somebody sent: a name, not a way to somewhere else. */
    private Optional<Path> child(String name) {
        if (folder == null || name.startsWith(".")) {
            return Optional.empty();
        }
        try {
            Path child = folder.resolve(name);
            return Optional.of(child)
                    .filter(path -> folder.equals(path.getParent()) && path.endsWith(name))
                    .filter(PeftFolder::isAdapter);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The adapter of a name, if it is on the shelf. */
    Optional<AdapterShelf.Entry> entry(String name) {
        return shelf.entry(name);
    }

    /** What an adapter's weights are told by; empty where that cannot be said any more. */
    String hash(String name) {
        try {
            return shelf.hash(name);
        } catch (ServeException e) {
            LOG.warn("The weights of {} cannot be told: {}", name, e.getMessage());
            return "";
        }
    }

    /**
     * Takes any PEFT folder of this machine under a name.
     *
     * @param replace whether in the place of another folder that has the name
     */
    public AdapterShelf.Entry load(String name, Path path, Keeping keeping, boolean replace) {
        synchronized (lock) {
            Seen state = seen.get(name);
            if (state != null && state.unloaded()) {
                seen.remove(name);
            }
            Optional<PeftFolder.State> stamp = child(name).flatMap(Adapters::stamp);
            AdapterShelf.Entry entry = add(name, path, keeping, replace);
            // What was asked for by hand stays as it is until the subfolder of its name changes.
            stamp.ifPresent(each -> seen.put(name, new Seen(each, null, false, keeping)));
            return entry;
        }
    }

    /**
     * Forgets an adapter, also one of the folder, until it is loaded again or its files change.
     *
     * @return false if it is not there, or not any more
     */
    boolean unload(String name) {
        synchronized (lock) {
            try {
                shelf.remove(name);
            } catch (ServeException e) {
                if (e.kind() == ServeException.Kind.UNKNOWN_ADAPTER) {
                    return false;
                }
                throw e;
            }
            known.remove(name);
            Seen state = seen.get(name);
            if (state != null) {
                seen.put(name, new Seen(state.stamp(), state.damage(), true, Keeping.USUAL));
            }
            return true;
        }
    }
}
