package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.runtime.Engine;
import cultivar.runtime.EngineInfo;
import cultivar.runtime.device.Diagnosis;
import cultivar.runtime.device.Libtorch;
import cultivar.runtime.hub.Bytes;
import cultivar.runtime.torch.CudaDownload;
import cultivar.runtime.torch.EngineException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What this machine has, what is missing, and how to get it. */
@Command(
        name = "doctor",
        description = "Says what this machine has, what is missing, and how to get it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    /**
     * One thing that was looked at.
     *
     * @param found in words
     * @param advice empty when nothing is to be done
     * @param kind the case, for programs; empty where there is only one
     */
    private record Finding(String what, boolean fine, String found, String advice, String kind) {
        Finding(String what, boolean fine, String found, String advice) {
            this(what, fine, found, advice, "");
        }
    }

    @Option(
            names = "--get-cuda",
            description = "Fetches PyTorch's libraries for NVIDIA cards (about 2.5 GB), after asking.")
    private boolean getCuda;

    @Option(names = "--yes", description = "With --get-cuda: do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        if (getCuda) {
            return fetchCuda();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "Java", true, System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")", ""));
        findings.add(new Finding(
                "system",
                true,
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors",
                ""));
        findings.add(memory());
        engine(findings);
        findings.add(home());
        findings.add(display());
        findings.add(
                new Finding("network", true, "not needed: base model, datanets and demo chain are in the box", ""));
        boolean fine = findings.stream().allMatch(Finding::fine);
        report(findings, fine);
        return fine ? 0 : Cli.FAILED;
    }

    private static Finding memory() {
        long bytes =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        long gib = Math.round(bytes / (double) (1L << 30));
        boolean enough = bytes == 0 || bytes >= 3L << 30;
        return new Finding(
                "memory", enough, bytes == 0 ? "unknown" : gib + " GiB", enough ? "" : "The demo needs about 3 GiB.");
    }

    private void engine(List<Finding> findings) {
        try {
            Diagnosis diagnosis = Engine.diagnose(cli.home().settings());
            EngineInfo info = Engine.start(cli.home().settings()).info();
            findings.add(new Finding("engine", true, "PyTorch " + info.version() + " through DJL", ""));
            findings.add(new Finding(
                    "device",
                    true,
                    info.device() + ", " + info.threads() + " threads: " + info.reason(),
                    diagnosis.advice(),
                    diagnosis.kind().name().toLowerCase(Locale.ROOT)));
        } catch (EngineException e) {
            findings.add(new Finding(
                    "engine", false, String.valueOf(e.getMessage()), "Do what it says; else reinstall Cultivar."));
        }
    }

    /** Fetches what a card needs, once a person has agreed to its size. */
    private int fetchCuda() {
        Terminal terminal = cli.terminal();
        CudaDownload download = Engine.cudaDownload();
        if (!download.isDone()) {
            String what = "PyTorch " + Libtorch.VERSION + "'s libraries for CUDA 12.8: about "
                    + Bytes.text(CudaDownload.FETCHED_BYTES) + " to fetch, " + Bytes.text(CudaDownload.UNPACKED_BYTES)
                    + " on the disk, into " + download.folder();
            terminal.say(what);
            if (!yes && !agreed()) {
                throw new CommandException("Nothing was fetched. Add --yes to fetch it.");
            }
            try (ProgressLine progress = terminal.progress("download")) {
                download.run(bytes -> progress.update(
                        bytes, CudaDownload.UNPACKED_BYTES, Bytes.text(bytes) + " on the disk, unpacked"));
            }
        }
        terminal.line("The CUDA libraries are in " + download.folder() + ". `cultivar doctor` says whether they work.");
        if (terminal.json()) {
            terminal.result(Map.of("folder", download.folder().toString()));
        }
        return 0;
    }

    private static boolean agreed() {
        return Person.console()
                .map(console -> console.readLine("Fetch it? [y/N] "))
                .filter(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
                .isPresent();
    }

    private Finding home() {
        Home home = cli.home();
        try {
            Files.createDirectories(home.root());
            Path probe = Files.createTempFile(home.root(), "doctor", ".tmp");
            Files.delete(probe);
            long free = Files.getFileStore(home.root()).getUsableSpace() >> 20;
            boolean enough = free > 500;
            return new Finding(
                    "home",
                    enough,
                    home.root() + ", " + free + " MiB free",
                    enough ? "" : "Free some space or set CULTIVAR_HOME to another disk.");
        } catch (IOException e) {
            return new Finding(
                    "home",
                    false,
                    home.root() + " cannot be written",
                    "Set CULTIVAR_HOME to a folder that you can write.");
        }
    }

    private static Finding display() {
        boolean display = Display.isPresent();
        return new Finding(
                "display",
                true,
                display ? "present" : "none",
                display ? "" : "The studio needs a screen; `cultivar demo` shows the journey in this terminal.");
    }

    private void report(List<Finding> findings, boolean fine) {
        Terminal terminal = cli.terminal();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            terminal.line(String.format(
                    "%-8s %s %s", finding.what(), finding.fine() ? "ok     " : "MISSING", finding.found()));
            if (!finding.advice().isEmpty()) {
                terminal.line(" ".repeat(17) + finding.advice());
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("what", finding.what());
            row.put("fine", finding.fine());
            row.put("found", finding.found());
            row.put("advice", finding.advice());
            if (!finding.kind().isEmpty()) {
                row.put("kind", finding.kind());
            }
            rows.add(row);
        }
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("fine", fine);
            result.put("findings", rows);
            terminal.result(result);
        }
    }
}
