package cultivar.finetune;

import cultivar.runtime.lora.PeftFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs and adapters of one studio: {@code runs/ID/} and {@code adapters/NAME/} in its home. Nothing is kept in
 * memory, so several processes may look at one home. Every method may throw {@link FinetuneException}.
 */
public final class RunStore {
    private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path runs;
    private final Path adapters;
    private final Clock clock;

    /** @param home the studio's home; folders are made when something is written */
    public RunStore(Path home) {
        this(home, Clock.systemUTC());
    }

    RunStore(Path home, Clock clock) {
        this.runs = home.resolve("runs");
        this.adapters = home.resolve("adapters");
        this.clock = clock;
    }

    /** The folder of the adapters. */
    public Path adaptersFolder() {
        return adapters;
    }

    /** Makes the folder of a new run, queued. */
    Run create(Recipe recipe) {
        String name = recipe.writesToOwnFolder() ? "run" : recipe.out();
        String stem = STAMP.format(clock.instant()) + "-" + name;
        String id = stem;
        try {
            Files.createDirectories(runs);
            for (int i = 2; Files.exists(runs.resolve(id)); i++) {
                id = stem + "-" + i;
            }
            Files.createDirectory(runs.resolve(id));
        } catch (IOException e) {
            throw JsonFiles.cannotWrite(runs.resolve(id), e);
        }
        Run run = new Run(
                id,
                runs.resolve(id),
                recipe,
                RunPhase.QUEUED,
                "",
                0,
                0,
                0,
                0,
                clock.instant(),
                null,
                null,
                null,
                null,
                null);
        // The recipe last: a folder without one is no run, whenever the process ends.
        RunFile.writeState(run);
        JsonFiles.write(run.recipeFile(), recipe.toJson());
        return run;
    }

    /** All runs, newest first. A run whose process is gone is shown as interrupted. A damaged one is left out. */
    public List<Run> list() {
        List<Run> found = new ArrayList<>();
        try {
            for (Path folder : AdapterFolders.folders(runs)) {
                try {
                    RunFile.read(folder).ifPresent(found::add);
                } catch (FinetuneException e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new FinetuneException("The runs in " + runs + " cannot be listed (" + e.getMessage() + ")", e);
        }
        found.sort(Comparator.comparing(Run::created).thenComparing(Run::id).reversed());
        return List.copyOf(found);
    }

    /** The run of an id, if there is one. */
    public Optional<Run> find(String id) {
        Path folder = runs.resolve(id).normalize();
        return runs.equals(folder.getParent()) ? RunFile.read(folder) : Optional.empty();
    }

    /** The run of an id; fails where there is none. */
    public Run get(String id) {
        return find(id).orElseThrow(() -> new FinetuneException("There is no run " + id));
    }

    /** What a run has measured so far. */
    public RunMetrics metrics(String id) {
        return MetricsFile.read(get(id).metricsFile());
    }

    /** Deletes a run's folder; its adapter stays. Fails for a run that is queued or running. */
    public void delete(String id) {
        Run run = get(id);
        if (run.phase().isActive()) {
            throw new FinetuneException("The run " + run.name() + " is going on; stop it first");
        }
        try {
            // The recipe first: a folder without one is no run, so half a deletion is a whole one.
            Files.deleteIfExists(run.recipeFile());
            AdapterFolders.delete(run.folder());
        } catch (IOException e) {
            throw new FinetuneException("The run " + run.name() + " cannot be deleted (" + e.getMessage() + ")", e);
        }
    }

    /** Keeps an evaluation with the run and with its adapter. */
    public Run recordEvaluation(String id, EvaluationReport report) {
        Run run = get(id).withEvaluation(report);
        Path adapter = run.adapter();
        if (adapter != null) {
            AdapterRecord.read(adapter)
                    .ifPresent(record -> record.withEvaluation(report).write(adapter));
        }
        save(run);
        return run;
    }

    /** The finished adapters in the studio's shelf, by name. One without a readable record is listed without it. */
    public List<TrainedAdapter> adapters() {
        List<TrainedAdapter> found = new ArrayList<>();
        try {
            for (Path folder : AdapterFolders.folders(adapters)) {
                if (PeftFolder.isAdapter(folder)) {
                    found.add(new TrainedAdapter(folder.getFileName().toString(), folder, record(folder)));
                }
            }
        } catch (IOException e) {
            throw new FinetuneException(
                    "The adapters in " + adapters + " cannot be listed (" + e.getMessage() + ")", e);
        }
        return List.copyOf(found);
    }

    /** A name for a new adapter: the wanted one, or with a number if it is taken. */
    public String freeName(String wanted) {
        String name = wanted;
        for (int i = 2; taken(name); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    /** Whether an adapter or a run that will make one has that name. */
    public boolean taken(String name) {
        return Files.exists(adapters.resolve(name))
                || list().stream()
                        .anyMatch(run -> run.phase() != RunPhase.FINISHED
                                && run.phase() != RunPhase.FAILED
                                && run.recipe().out().equals(name));
    }

    /** Tokens a second that the latest runs on a base have made; empty while none was made. */
    public OptionalDouble tokensPerSecond(String base) {
        return list().stream()
                .filter(run -> run.recipe().base().equals(base) && run.step() > 0)
                .limit(3)
                .mapToDouble(run -> metrics(run.id()).tokensPerSecond())
                .filter(speed -> speed > 0)
                .findFirst();
    }

    /** Where a recipe's adapter goes. */
    public Path target(Recipe recipe) {
        return recipe.writesToOwnFolder() ? Path.of(recipe.out()).toAbsolutePath() : adapters.resolve(recipe.out());
    }

    void save(Run run) {
        RunFile.writeState(run);
    }

    private static Optional<AdapterRecord> record(Path folder) {
        try {
            return AdapterRecord.read(folder);
        } catch (FinetuneException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }
}
