package cultivar.runtime.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan. The files come into a folder beside their place, which is moved there when all of them are whole
 * and checked; until then the place holds what it held before. What a broken download leaves is taken up by the next.
 */
final class Download {
    private static final int AT_A_TIME = 2;
    private static final long TICK_MILLIS = 500;

    private final HubClient client;
    private final Disk disk;
    private final DownloadPlan plan;
    private final Path parent;
    private final Path place;
    private final Path coming;
    private final Path leaving;
    private final DownloadListener listener;

    Download(HubClient client, Disk disk, DownloadPlan plan, Path parent, DownloadListener listener) {
        this.client = client;
        this.disk = disk;
        this.plan = plan;
        this.parent = parent;
        this.place = parent.resolve(plan.id().folderName());
        this.coming = parent.resolve(plan.id().folderName() + Folders.COMING);
        this.leaving = parent.resolve(plan.id().folderName() + Folders.LEAVING);
        this.listener = listener;
    }

    /** Bytes that are still to come, as far as can be seen without reading them. */
    long left() {
        if (isHere()) {
            return 0;
        }
        long here = 0;
        Optional<HubRecord> begun = HubRecord.read(coming);
        for (HubFile file : plan.files()) {
            if (begun.isPresent() && begun.get().holds(coming, file)) {
                here += file.size();
            } else {
                here += Math.min(file.size(), size(coming.resolve(file.partName())));
            }
        }
        return plan.bytes() - here;
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean isHere() {
        return HubRecord.read(place)
                .filter(record -> record.commit().equals(plan.repository().commit()) && record.isWhole(place))
                .isPresent();
    }

    /** Blocks until the folder is in its place, and gives it. */
    Path run() {
        Meter meter = new Meter(listener, plan.bytes(), System::nanoTime);
        try (FolderLock _ = FolderLock.take(parent, plan.id())) {
            restore();
            if (isHere()) {
                meter.here(plan.bytes());
                meter.tellNow();
                return place;
            }
            List<HubFile> missing = prepare(meter);
            disk.require(missing.stream().mapToLong(this::missing).sum(), coming);
            fetch(missing, meter);
            moveIn();
            meter.tellNow();
            return place;
        } catch (IOException e) {
            throw Disk.failed(coming, e);
        }
    }

    private long missing(HubFile file) {
        return Math.max(0, file.size() - size(coming.resolve(file.partName())));
    }

    /** Puts back what a power cut caught between its place and the way out, and touches nothing that is not ours. */
    private void restore() throws IOException {
        if (!Files.exists(place) && Files.exists(leaving)) {
            Files.move(leaving, place, StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(place) && HubRecord.read(place).isEmpty()) {
            throw new HubException(
                    HubException.Reason.BUSY,
                    place + " is there already and was not downloaded by Cultivar. Rename or move that folder.");
        }
    }

    /** Makes the folder, throws out what does not belong in it, and gives the files that are not whole yet. */
    private List<HubFile> prepare(Meter meter) throws IOException {
        Files.createDirectories(coming);
        Optional<HubRecord> begun = HubRecord.read(coming);
        Optional<HubRecord> before = HubRecord.read(place);
        List<HubFile> missing = new ArrayList<>();
        Set<String> kept = new HashSet<>(Set.of(HubRecord.FILE));
        for (HubFile file : plan.files()) {
            kept.add(file.partName());
            kept.add(file.partName() + ".etag");
            // A file gets its own name only when it was checked.
            boolean whole = begun.isPresent() && begun.get().holds(coming, file);
            if (whole || (before.isPresent() && before.get().holds(place, file) && takeOver(file))) {
                kept.add(file.name());
                meter.here(file.size());
            } else {
                missing.add(file);
            }
        }
        clear(kept);
        HubRecord.of(plan).write(coming);
        return missing;
    }

    /** Takes an unchanged file from the folder that will be replaced. */
    private boolean takeOver(HubFile file) throws IOException {
        Path from = place.resolve(file.name());
        Path to = coming.resolve(file.name());
        Files.deleteIfExists(to);
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException e) {
            // Not every file system has links; fetching it again is the way that always works.
            return false;
        }
        return true;
    }

    private void clear(Set<String> kept) throws IOException {
        try (Stream<Path> files = Files.list(coming)) {
            for (Path file : files.toList()) {
                if (!kept.contains(String.valueOf(file.getFileName()))) {
                    Disk.delete(file);
                }
            }
        }
    }

    private void fetch(List<HubFile> missing, Meter meter) {
        AtomicBoolean stopped = new AtomicBoolean();
        BooleanSupplier cancelled = () -> stopped.get() || listener.cancelled();
        // Small ones first: what is wrong with a repository then shows before gigabytes have come.
        List<HubFile> order =
                missing.stream().sorted(Comparator.comparingLong(HubFile::size)).toList();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().daemon().name("download-", 1).factory())) {
            List<Future<?>> files = new ArrayList<>();
            for (HubFile file : order) {
                FileDownload download = new FileDownload(client, plan.repository(), file, coming, meter, cancelled);
                files.add(workers.submit(() -> guarded(download, stopped, failure)));
            }
            await(files, stopped, meter);
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a download failed", e);
        }
    }

    /** One file that cannot be had ends the whole download; the others then say no more than that they were stopped. */
    private static void guarded(
            FileDownload download, AtomicBoolean stopped, AtomicReference<@Nullable Throwable> failure) {
        if (stopped.get()) {
            return;
        }
        try {
            download.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stopped.set(true);
        }
    }

    private static void await(List<Future<?>> files, AtomicBoolean stopped, Meter meter) {
        for (Future<?> file : files) {
            while (!file.isDone()) {
                try {
                    var _ = file.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    meter.tick();
                } catch (InterruptedException e) {
                    stopped.set(true);
                    Thread.currentThread().interrupt();
                    throw new CancellationException();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a worker never throws", e);
                }
            }
        }
    }

    private void moveIn() throws IOException {
        clear(names());
        Disk.delete(leaving);
        if (Files.exists(place)) {
            Files.move(place, leaving, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(coming, place, StandardCopyOption.ATOMIC_MOVE);
        Disk.delete(leaving);
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(HubRecord.FILE));
        plan.files().forEach(file -> names.add(file.name()));
        return names;
    }
}
