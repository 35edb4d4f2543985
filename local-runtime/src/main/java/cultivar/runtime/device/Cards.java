package cultivar.runtime.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The NVIDIA cards of a machine.
 *
 * @param names of the cards that the driver knows
 * @param driver version of the driver; empty if there is none
 * @param present whether there is a card, with a driver or without
 * @param reachable whether this process may use what the driver knows; false in a container without the card
 * @param toolkit the name of a CUDA toolkit that is installed; empty if there is none
 */
record Cards(List<String> names, String driver, boolean present, boolean reachable, String toolkit) {
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{3}\\.\\d+(?:\\.\\d+)?)\\b");
    private static final Pattern MODEL = Pattern.compile("Model:\\s*(.+)");
    private static final String NVIDIA = "0x10de";
    private static final String[] QUERY = {"--query-gpu=name,driver_version", "--format=csv,noheader"};

    static Cards of(Machine machine) {
        return machine.system() == Machine.Os.WINDOWS ? onWindows(machine) : onLinux(machine);
    }

    private static Cards onLinux(Machine machine) {
        String version =
                first(VERSION, machine.text("proc/driver/nvidia/version").orElse(""));
        List<String> names = new ArrayList<>();
        for (Path card : machine.list("proc/driver/nvidia/gpus")) {
            String name = first(MODEL, machine.text(card.resolve("information")).orElse(""));
            names.add(name.isEmpty() ? "an NVIDIA card" : name.strip());
        }
        // In a container the driver's files show the host's cards, whether or not they were handed in.
        boolean reachable = names.isEmpty() || machine.exists("dev/nvidiactl");
        if (names.isEmpty()) {
            // Under Windows Subsystem for Linux there are no such files.
            Cards asked = asked(machine, List.of("nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"));
            names.addAll(asked.names());
            version = version.isEmpty() ? asked.driver() : version;
        }
        boolean present = !names.isEmpty() || onBus(machine);
        return new Cards(List.copyOf(names), version, present, reachable, toolkit(machine));
    }

    private static boolean onBus(Machine machine) {
        for (Path device : machine.list("sys/bus/pci/devices")) {
            boolean nvidia =
                    machine.text(device.resolve("vendor")).orElse("").strip().equals(NVIDIA);
            // Class 3 is a display or a card that only computes; NVIDIA makes sound and network devices too.
            boolean display =
                    machine.text(device.resolve("class")).orElse("").strip().startsWith("0x03");
            if (nvidia && display) {
                return true;
            }
        }
        return false;
    }

    private static Cards onWindows(Machine machine) {
        Path system = machine.root().resolve("Windows").resolve("System32");
        Cards asked = asked(
                machine, List.of("nvidia-smi", system.resolve("nvidia-smi.exe").toString()));
        if (!asked.names().isEmpty()) {
            return asked;
        }
        boolean driver = machine.exists("Windows/System32/nvcuda.dll");
        boolean present = machine.commands()
                .output("powershell", "-NoProfile", "-Command", "(Get-CimInstance Win32_VideoController).Name")
                .orElse("")
                .toUpperCase(Locale.ROOT)
                .contains("NVIDIA");
        return new Cards(
                present && driver ? List.of("an NVIDIA card") : List.of(), "", present, true, toolkit(machine));
    }

    /** What the driver's own program says. */
    private static Cards asked(Machine machine, List<String> programs) {
        for (String program : programs) {
            Optional<String> answer = machine.commands().output(program, QUERY[0], QUERY[1]);
            List<String> names = new ArrayList<>();
            String version = "";
            for (String line : answer.orElse("").lines().toList()) {
                int comma = line.lastIndexOf(',');
                if (comma > 0) {
                    names.add(line.substring(0, comma).strip());
                    version = first(VERSION, line.substring(comma));
                }
            }
            if (!names.isEmpty()) {
                return new Cards(names, version, true, true, toolkit(machine));
            }
        }
        return new Cards(List.of(), "", false, true, "");
    }

    private static String toolkit(Machine machine) {
        for (Path folder : machine.list("usr/local")) {
            String name = String.valueOf(folder.getFileName());
            if (name.startsWith("cuda-")) {
                return name.replace("cuda-", "CUDA toolkit ");
            }
        }
        boolean named = machine.environment().containsKey("CUDA_PATH")
                || machine.environment().containsKey("CUDA_HOME");
        boolean compiler =
                named || machine.commands().output("nvcc", "--version").isPresent();
        return compiler || machine.exists("usr/local/cuda") ? "CUDA toolkit" : "";
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
