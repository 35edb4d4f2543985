package cultivar.app.publish;

import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.Registration;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where an adapter was registered: {@code cultivar-registration.json} beside its files. */
public final class RegistrationFile {
    /** The file's name in an adapter's folder. */
    public static final String NAME = "cultivar-registration.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RegistrationFile() {}

    static void write(Path adapter, Registration registration) {
        ObjectNode json = JSON.createObjectNode();
        json.put("network", registration.network());
        json.put("chain_id", registration.chainId());
        json.put("transaction", registration.transaction());
        json.put("token_id", registration.tokenId().toString());
        json.put("block", registration.block());
        json.put("contract", registration.contract().toString());
        json.put("gas_used", registration.gasUsed());
        json.put("fee", registration.fee().toString());
        writeWhole(adapter.resolve(NAME), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    /** The registration of an adapter; empty if it was not registered from here. */
    public static Optional<Registration> read(Path adapter) {
        Path file = adapter.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return Optional.of(new Registration(
                    json.required("network").asString(),
                    json.required("chain_id").asLong(),
                    json.required("transaction").asString(),
                    new BigInteger(json.required("token_id").asString()),
                    json.required("block").asLong(),
                    Address.parse(json.required("contract").asString()),
                    json.required("gas_used").asLong(),
                    new BigInteger(json.required("fee").asString())));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new PublishException(file + " is damaged. Delete it and name the registration's token instead.", e);
        }
    }

    static void writeWhole(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try {
                Files.write(temporary, content);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new PublishException(file + " could not be written (" + e.getMessage() + "). Free some space.", e);
        }
    }
}
