package cultivar.finetune;

import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.job.JobState;
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

    private final JobHome jobs;
    private final Path adapters;
    private final Clock clock;

    /** @param home the studio's home; folders are made when something is written */
    public RunStore(Path home) {
        this(home, Clock.systemUTC());
    }

    RunStore(Path home, Clock clock) {
        this.jobs = new JobHome(home);
        this.adapters = home.resolve("adapters");
        this.clock = clock;
    }

    /** The folder of the adapters. */
    public Path adaptersFolder() {
        return adapters;
    }

    /** Makes the folder of a new run, whose rows this process is about to gather. */
    JobFolder create(Recipe recipe) {
        String name = recipe.writesToOwnFolder() ? "run" : recipe.out();
        String stem = STAMP.format(clock.instant()) + "-" + name;
        String id = stem;
        Path runs = jobs.runs();
        try {
            Files.createDirectories(runs);
            for (int i = 2; Files.exists(runs.resolve(id)); i++) {
                id = stem + "-" + i;
            }
            Files.createDirectory(runs.resolve(id));
        } catch (IOException e) {
            throw JsonFiles.cannotWrite(runs.resolve(id), e);
        }
        JobFolder job = jobs.folder(id);
        // The recipe last: a folder without one is no run, whenever the process ends.
        job.write(JobState.created(clock.instant()));
        JsonFiles.write(RunFile.recipe(job), recipe.toJson());
        return job;
    }

    /** The folder of a run. */
    JobFolder folder(String id) {
        get(id);
        return jobs.get(id);
    }

    /** All runs, newest first. A run whose process is gone is shown as interrupted. A damaged one is left out. */
    public List<Run> list() {
        List<Run> found = new ArrayList<>();
        List<String> queue = jobs.queue();
        for (JobFolder job : jobs.jobs()) {
            try {
                RunFile.read(job, queue).ifPresent(found::add);
            } catch (FinetuneException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        found.sort(Comparator.comparing(Run::created).thenComparing(Run::id).reversed());
        return List.copyOf(found);
    }

    /** The run of an id, if there is one. */
    public Optional<Run> find(String id) {
        return jobs.find(id).flatMap(job -> RunFile.read(job, jobs.queue()));
    }

    /** The run of an id; fails where there is none. */
    public Run get(String id) {
        return find(id).orElseThrow(() ->
                new FinetuneException("There is no run \"" + id + "\". `cultivar runs` lists those that there are."));
    }

    /** What a run has measured so far. */
    public JobMetrics metrics(String id) {
        return folder(id).metrics();
    }

    /** Keeps an evaluation with the run and with its adapter. */
    public Run recordEvaluation(String id, EvaluationReport report) {
        Path adapter = get(id).adapter();
        if (adapter != null) {
            AdapterRecord.keep(adapter, report);
        }
        RunFile.write(folder(id), report);
        return get(id);
    }

    /** The finished adapters in the studio's shelf, by name. One without a readable record is listed without it. */
    public List<TrainedAdapter> adapters() {
        List<TrainedAdapter> found = new ArrayList<>();
        try {
            for (Path folder : AdapterFolders.in(adapters)) {
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

    /** Whether there is an adapter of that name. */
    boolean shelved(String name) {
        return Files.exists(adapters.resolve(name));
    }

    /** Whether an adapter or a run that will make one has that name. */
    public boolean taken(String name) {
        return shelved(name)
                || list().stream()
                        .anyMatch(run -> run.phase() != RunPhase.FINISHED
                                && run.phase() != RunPhase.FAILED
                                && run.recipe().out().equals(name));
    }

    /** Whether the shelf has an adapter under a run's name that another run has made. */
    boolean shelved(Run run) {
        Path folder = adapters.resolve(run.recipe().out());
        return shelved(run.recipe().out())
                && !record(folder).map(AdapterRecord::run).orElse("").equals(run.id());
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

    /** Where a recipe's adapter goes, as a job in this home names it: the shelf moves with the home. */
    String target(Recipe recipe) {
        return recipe.writesToOwnFolder()
                ? Path.of(recipe.out()).toAbsolutePath().normalize().toString()
                : "../../adapters/" + recipe.out();
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
