package cultivar.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cultivar.runtime.device.DeviceChoice.Wish;
import cultivar.runtime.device.Diagnosis.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines laid out as files in a folder, each with its own trouble. */
class DiagnosisTest {
    @TempDir
    Path root;

    private final Map<String, String> programs = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Machine machine(Machine.Os system, boolean x86) {
        return new Machine(
                root,
                system,
                x86,
                environment,
                command -> Optional.ofNullable(
                        programs.get(Path.of(command[0]).getFileName().toString())));
    }

    private Machine linux() {
        return machine(Machine.Os.LINUX, true);
    }

    private Path cache() {
        return root.resolve("cache");
    }

    private Diagnosis diagnosis(Machine machine) {
        return Diagnosis.of(machine, DeviceChoice.of(environment), cache());
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void card(String driver) throws IOException {
        pciDevice("0000:01:00.0", "0x10de", "0x030000");
        file(
                "proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + driver + "  Wed Jan  8 00:00:00 UTC 2025\n");
        file("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA GeForce RTX 4090\nIRQ: 7\n");
        file("dev/nvidiactl", "");
    }

    private void pciDevice(String address, String vendor, String kind) throws IOException {
        file("sys/bus/pci/devices/" + address + "/vendor", vendor + "\n");
        file("sys/bus/pci/devices/" + address + "/class", kind + "\n");
    }

    private Path libtorch(String version, String... libraries) throws IOException {
        file("torch/build-version", version + "\n");
        for (String library : libraries) {
            file("torch/lib/" + library, "");
        }
        return root.resolve("torch");
    }

    private void finds(Machine machine, Kind kind, String found, String advice) {
        Diagnosis diagnosis = diagnosis(machine);
        assertThat(diagnosis.kind()).isEqualTo(kind);
        assertThat(diagnosis.found()).contains(found).doesNotContain("\n").doesNotEndWith(".");
        assertThat(diagnosis.advice()).contains(advice).doesNotContain("\n");
    }

    @Test
    void systemsWithoutCuda() {
        finds(machine(Machine.Os.MAC, false), Kind.NO_CUDA_HERE, "no CUDA for macOS", "on the processor");
        finds(machine(Machine.Os.LINUX, false), Kind.NO_CUDA_HERE, "x86-64", "on the processor");
    }

    @Test
    void noCard() throws IOException {
        pciDevice("0000:00:02.0", "0x8086", "0x030000");
        pciDevice("0000:00:03.0", "0x10de", "0x040300"); // a card's sound is no card
        finds(linux(), Kind.NO_CARD, "no NVIDIA card", "570.26");
    }

    @Test
    void aToolkitAlone() throws IOException {
        file("usr/local/cuda-13.0/lib/libcudart.so", "");
        finds(
                linux(),
                Kind.TOOLKIT_ONLY,
                "CUDA toolkit 13.0 but neither an NVIDIA card nor its driver",
                "on the processor");
    }

    @Test
    void aCardWithoutADriver() throws IOException {
        pciDevice("0000:01:00.0", "0x10de", "0x030200");
        finds(linux(), Kind.NO_DRIVER, "no driver that runs", "Install NVIDIA's driver 570.26");
    }

    @ParameterizedTest
    @CsvSource({"470.256.02, OLD_DRIVER", "525.53, OLD_DRIVER", "525.60.13, NO_LIBRARIES", "570.86.10, NO_LIBRARIES"})
    void driversByTheirVersion(String driver, Kind kind) throws IOException {
        card(driver);
        finds(linux(), kind, "NVIDIA GeForce RTX 4090", kind == Kind.OLD_DRIVER ? "570.26" : "--get-cuda");
        assertThat(diagnosis(linux()).found()).contains(driver);
    }

    @Test
    void aContainerWithoutTheCard() throws IOException {
        card("570.86.10");
        Files.delete(root.resolve("dev/nvidiactl"));
        finds(linux(), Kind.CARD_OUT_OF_REACH, "cannot reach it", "--gpus all");
    }

    @Test
    void theDriversProgramIsAskedWhereThereAreNoFiles() {
        programs.put("nvidia-smi", "NVIDIA RTX 2000, Ada, 566.36\nNVIDIA T4, 566.36\n");
        finds(linux(), Kind.NO_LIBRARIES, "NVIDIA RTX 2000, Ada with driver 566.36", "CULTIVAR_LIBTORCH");
    }

    @Test
    void windows() throws IOException {
        finds(machine(Machine.Os.WINDOWS, true), Kind.NO_CARD, "no NVIDIA card", "570.65");
        programs.put("powershell", "NVIDIA GeForce GTX 1660\r\n");
        finds(machine(Machine.Os.WINDOWS, true), Kind.NO_DRIVER, "no driver", "Install");
        file("Windows/System32/nvcuda.dll", "");
        finds(machine(Machine.Os.WINDOWS, true), Kind.NO_LIBRARIES, "could be used", "--get-cuda");
        programs.put("nvidia-smi", "NVIDIA GeForce GTX 1660, 512.15\r\n");
        finds(machine(Machine.Os.WINDOWS, true), Kind.OLD_DRIVER, "512.15", "570.65");
    }

    @Test
    void librariesNamedByTheUser() throws IOException {
        card("570.86.10");
        Path folder = libtorch("2.7.1+cu128", "libtorch.so", "libtorch_cuda.so");
        for (Path named : new Path[] {folder, folder.resolve("lib"), root}) {
            environment.put("CULTIVAR_LIBTORCH", named.toString());
            finds(linux(), Kind.READY, "RTX 4090 with driver 570.86.10", "");
            DevicePlan plan = DevicePlan.of(linux(), DeviceChoice.of(environment), cache());
            assertThat(plan.libtorch())
                    .isEqualTo(new Libtorch(folder.resolve("lib").toAbsolutePath()));
        }
        environment.put("CULTIVAR_DEVICE", "cpu");
        assertThat(DevicePlan.of(linux(), DeviceChoice.of(environment), cache()).libtorch())
                .isNull();
    }

    @Test
    void thePythonPackageSaysItsVersionToo() throws IOException {
        card("570.86.10");
        file("torch/version.py", "__version__ = '2.7.1+cu126'\n");
        file("torch/lib/libtorch.so", "");
        file("torch/lib/libtorch_cuda.so", "");
        environment.put("CULTIVAR_LIBTORCH", root.toString());
        finds(linux(), Kind.READY, "RTX 4090", "");
    }

    @Test
    void wrongLibrariesAreRefusedWhateverElseIsTheMatter() throws IOException {
        environment.put("CULTIVAR_LIBTORCH", root.resolve("nowhere").toString());
        refused("holds no libtorch.so");
        Path folder = libtorch("2.6.0+cu124", "libtorch.so", "libtorch_cuda.so");
        environment.put("CULTIVAR_LIBTORCH", folder.toString());
        refused("is PyTorch 2.6.0");
        libtorch("2.7.1+cpu");
        Files.delete(folder.resolve("lib/libtorch_cuda.so"));
        refused("for the processor alone");
        Files.delete(folder.resolve("build-version"));
        refused("does not say which version");
        card("570.86.10");
        finds(linux(), Kind.WRONG_LIBRARIES, "cannot", "does not say which version");
    }

    private void refused(String why) {
        DeviceChoice choice = DeviceChoice.of(environment);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DevicePlan.of(linux(), choice, cache()))
                .withMessageContaining(why)
                .matches(e -> String.valueOf(e.getMessage()).startsWith("CULTIVAR_LIBTORCH names "));
    }

    @Test
    void theDownloadIsFoundWhereItLies() throws IOException {
        card("570.86.10");
        file("cache/pytorch/2.7.1-1-cu128-linux-x86_64/libtorch_cuda.so", "");
        finds(linux(), Kind.READY, "RTX 4090", "");
        assertThat(DevicePlan.of(linux(), DeviceChoice.of(environment), cache()).libtorch())
                .isEqualTo(new Libtorch(cache().resolve("pytorch/2.7.1-1-cu128-linux-x86_64")));
    }

    @Test
    void aCardThatIsAskedForAndCannotBeHadIsNoSilentProcessor() throws IOException {
        environment.put("CULTIVAR_DEVICE", "cuda");
        file("usr/local/cuda/lib/libcudart.so", "");
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DevicePlan.of(linux(), DeviceChoice.of(environment), cache()))
                .withMessageContaining("CULTIVAR_DEVICE=cuda")
                .withMessageContaining("neither an NVIDIA card nor its driver");
    }

    @Test
    void settingsChooseWhereTheEnvironmentDoesNot() throws IOException {
        file("settings.json", "{\"theme\": \"dark\", \"device\": \"cpu\", \"libtorch\": \"/opt/torch\"}");
        Path settings = root.resolve("settings.json");
        assertThat(DeviceChoice.of(Map.of(), settings)).isEqualTo(new DeviceChoice(Wish.CPU, Path.of("/opt/torch")));
        assertThat(DeviceChoice.of(Map.of("CULTIVAR_DEVICE", "cuda"), settings).wish())
                .isEqualTo(Wish.CUDA);
        assertThat(DeviceChoice.of(Map.of(), root.resolve("none"))).isEqualTo(new DeviceChoice(Wish.ANY, null));
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DeviceChoice.of(Map.of("CULTIVAR_DEVICE", "tpu")))
                .withMessageContaining("cpu, cuda or auto");
        file("settings.json", "{");
        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> DeviceChoice.of(Map.of(), settings));
    }
}
