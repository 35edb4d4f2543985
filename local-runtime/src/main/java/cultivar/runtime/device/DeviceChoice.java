package cultivar.runtime.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What the user asks for: {@code CULTIVAR_DEVICE} and {@code CULTIVAR_LIBTORCH} of the environment, or else
 * {@code device} and {@code libtorch} in the settings of the studio's home.
 *
 * @param wish which device to compute on
 * @param libtorch a folder with PyTorch's CUDA libraries, or null
 */
public record DeviceChoice(Wish wish, @Nullable Path libtorch) {
    /** The variable that names a device. */
    public static final String DEVICE = "CULTIVAR_DEVICE";

    /** The variable that names a folder with PyTorch's CUDA libraries. */
    public static final String LIBTORCH = "CULTIVAR_LIBTORCH";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A device that may be asked for. */
    public enum Wish {
        /** A card if one can be used, else the processor. */
        ANY,
        /** The processor, whatever there is. */
        CPU,
        /** A card, or nothing. */
        CUDA
    }

    /** What the environment alone asks for. */
    public static DeviceChoice of(Map<String, String> environment) {
        return of(environment, MissingNode.getInstance());
    }

    /**
     * What the environment and a settings file ask for.
     *
     * @param settings need not exist
     * @throws DeviceException if either asks for something that there is not
     */
    public static DeviceChoice of(Map<String, String> environment, Path settings) {
        JsonNode json = MissingNode.getInstance();
        if (Files.isRegularFile(settings)) {
            try {
                json = JSON.readTree(Files.readString(settings));
            } catch (IOException | JacksonException e) {
                throw new DeviceException(settings + " cannot be read. Mend it or delete it.");
            }
        }
        return of(environment, json);
    }

    private static DeviceChoice of(Map<String, String> environment, JsonNode settings) {
        String device = given(environment, DEVICE, settings.path("device"));
        Wish wish = switch (device.toLowerCase(Locale.ROOT)) {
            case "", "auto" -> Wish.ANY;
            case "cpu" -> Wish.CPU;
            case "cuda" -> Wish.CUDA;
            default ->
                throw new DeviceException("There is no device " + device + ". Set " + DEVICE
                        + " (or device in the settings) to cpu, cuda or auto.");
        };
        String libtorch = given(environment, LIBTORCH, settings.path("libtorch"));
        try {
            return new DeviceChoice(wish, libtorch.isEmpty() ? null : Path.of(libtorch));
        } catch (InvalidPathException e) {
            throw new DeviceException(LIBTORCH + " names " + libtorch + ", which can be no folder.");
        }
    }

    private static String given(Map<String, String> environment, String variable, JsonNode setting) {
        String value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? setting.asString("").strip() : value;
    }
}
