package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.publish.RegistrationFile;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.registry.Registration;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The number of an adapter on the chain: of what was registered from a folder, or given as a hash. */
final class AdapterNumber {
    private AdapterNumber() {}

    /**
     * @param adapter its folder, its name in the home, or its hash
     * @throws CommandException if it is none of these, or was not registered from here
     */
    static BigInteger of(Home home, String adapter) {
        if (Hex.isBytes(adapter, 32)) {
            return Hex.number(adapter);
        }
        try {
            Path named = home.adapters().resolve(adapter);
            Path folder = Files.isDirectory(named) ? named : Path.of(adapter);
            return RegistrationFile.read(folder)
                    .map(Registration::tokenId)
                    .orElseThrow(() -> new CommandException("No adapter \"" + adapter
                            + "\" was registered from this home. Give its hash: 0x and 64 digits."));
        } catch (InvalidPathException e) {
            throw new CommandException("\"" + adapter + "\" is neither an adapter's folder nor its hash.", e);
        }
    }
}
