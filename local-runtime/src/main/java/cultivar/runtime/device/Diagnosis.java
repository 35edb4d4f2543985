package cultivar.runtime.device;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why this machine computes on what it computes on.
 *
 * @param kind what it is, for programs
 * @param card the name of the first card; empty if there is none that the driver knows
 * @param found one line of what was found, as the end of a sentence
 * @param advice what to do, in one line
 */
public record Diagnosis(Kind kind, String card, String found, String advice) {
    /** CUDA 12 runs on nothing older, on Linux and on Windows. */
    private static final String OLDEST_LINUX = "525.60";

    private static final String OLDEST_WINDOWS = "528.33";

    /** The drivers that came with CUDA 12.8, on Linux and on Windows. */
    private static final String FULL_LINUX = "570.26";

    private static final String FULL_WINDOWS = "570.65";

    private static final String OTHERWISE =
            "Everything runs on the processor; a graphics card would need Linux or Windows on x86-64.";

    /** What can be the matter. */
    public enum Kind {
        /** The user wants the processor. */
        CPU_CHOSEN,
        /** There is no CUDA for this operating system or processor. */
        NO_CUDA_HERE,
        NO_CARD,
        /** A toolkit for CUDA programs is installed, and there is nothing to run them on. */
        TOOLKIT_ONLY,
        NO_DRIVER,
        OLD_DRIVER,
        /** The driver knows cards that this process may not use, as in a container. */
        CARD_OUT_OF_REACH,
        /** A card that could be used, and only PyTorch's libraries for the processor. */
        NO_LIBRARIES,
        /** The libraries that the user names are not those that are needed. */
        WRONG_LIBRARIES,
        READY
    }

    /**
     * Looks at the machine.
     *
     * @param cache the folder that natives are kept in
     */
    public static Diagnosis of(Machine machine, DeviceChoice choice, Path cache) {
        if (choice.wish() == DeviceChoice.Wish.CPU) {
            return new Diagnosis(
                    Kind.CPU_CHOSEN,
                    "",
                    "the processor was asked for",
                    "To use a graphics card, take " + DeviceChoice.DEVICE + "=cpu (or device in the settings) away.");
        }
        if (machine.system() == Machine.Os.MAC) {
            return new Diagnosis(Kind.NO_CUDA_HERE, "", "there is no CUDA for macOS", OTHERWISE);
        }
        if (!machine.x86()) {
            return new Diagnosis(
                    Kind.NO_CUDA_HERE, "", "the engine's CUDA part exists for x86-64 processors alone", OTHERWISE);
        }
        Cards cards = Cards.of(machine);
        Diagnosis trouble = trouble(machine, cards);
        return trouble == null ? libraries(machine, choice, cache, cards) : trouble;
    }

    private static @Nullable Diagnosis trouble(Machine machine, Cards cards) {
        boolean windows = machine.system() == Machine.Os.WINDOWS;
        String full = windows ? FULL_WINDOWS : FULL_LINUX;
        if (!cards.present() && !cards.toolkit().isEmpty()) {
            return new Diagnosis(
                    Kind.TOOLKIT_ONLY,
                    "",
                    "there is a " + cards.toolkit() + " but neither an NVIDIA card nor its driver",
                    withCard(full));
        }
        if (!cards.present()) {
            return new Diagnosis(Kind.NO_CARD, "", "there is no NVIDIA card", withCard(full));
        }
        if (cards.names().isEmpty()) {
            return new Diagnosis(
                    Kind.NO_DRIVER,
                    "",
                    "there is an NVIDIA card but no driver that runs",
                    "Install NVIDIA's driver " + full + " or newer and start the machine again"
                            + (windows ? "." : " (if it is installed, `sudo modprobe nvidia` says what is wrong)."));
        }
        String card = cards.names().getFirst();
        String driver = cards.driver();
        if (!driver.isEmpty() && older(driver, windows ? OLDEST_WINDOWS : OLDEST_LINUX)) {
            return new Diagnosis(
                    Kind.OLD_DRIVER,
                    card,
                    card + " has driver " + driver + ", which is too old for CUDA 12.8",
                    "Install NVIDIA's driver " + full + " or newer.");
        }
        if (!cards.reachable()) {
            return new Diagnosis(
                    Kind.CARD_OUT_OF_REACH,
                    card,
                    card + " is in the machine, but this process cannot reach it",
                    "Start the container with the card (such as `docker run --gpus all`).");
        }
        return null;
    }

    private static String withCard(String driver) {
        return "Everything runs on the processor; a graphics card would have to be NVIDIA's, with driver " + driver
                + " or newer.";
    }

    private static Diagnosis libraries(Machine machine, DeviceChoice choice, Path cache, Cards cards) {
        String card = cards.names().getFirst();
        String driver = cards.driver().isEmpty() ? "" : " with driver " + cards.driver();
        String full = machine.system() == Machine.Os.WINDOWS ? FULL_WINDOWS : FULL_LINUX;
        try {
            if (libtorch(machine, choice, cache) == null) {
                return new Diagnosis(
                        Kind.NO_LIBRARIES,
                        card,
                        card + driver + " could be used, but only PyTorch for the processor is here",
                        "Run `cultivar doctor --get-cuda` (about 2.5 GB to fetch), or set " + DeviceChoice.LIBTORCH
                                + " to a folder of PyTorch " + Libtorch.VERSION + " with CUDA 12.8.");
            }
        } catch (DeviceException e) {
            return new Diagnosis(
                    Kind.WRONG_LIBRARIES,
                    card,
                    card + driver + " could be used, but the libraries named for it cannot",
                    String.valueOf(e.getMessage()));
        }
        boolean older = !cards.driver().isEmpty() && older(cards.driver(), full);
        return new Diagnosis(
                Kind.READY,
                card,
                card + driver,
                older ? "Should it fail, install driver " + full + " or newer, which CUDA 12.8 was made for." : "");
    }

    /**
     * PyTorch's libraries with CUDA, named by the user or downloaded; null if there are none.
     *
     * @throws DeviceException if the user names others
     */
    static @Nullable Libtorch libtorch(Machine machine, DeviceChoice choice, Path cache) {
        if (choice.libtorch() != null) {
            return Libtorch.named(machine, choice.libtorch());
        }
        return Libtorch.isDownloaded(machine, cache) ? new Libtorch(Libtorch.downloaded(machine, cache)) : null;
    }

    private static boolean older(String version, String than) {
        String[] left = version.split("\\.", -1);
        String[] right = than.split("\\.", -1);
        int major = Integer.compare(Integer.parseInt(left[0]), Integer.parseInt(right[0]));
        return major == 0 ? Integer.parseInt(left[1]) < Integer.parseInt(right[1]) : major < 0;
    }
}
