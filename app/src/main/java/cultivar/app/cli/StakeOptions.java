package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.DatanetLedger;
import cultivar.wallet.registry.Registry;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which datanet's stakes. */
final class StakeOptions {
    @Parameters(index = "0", paramLabel = "DATANET", description = "The datanet: its number on the chain, or its name.")
    @SuppressWarnings("NullAway.Init")
    private String datanet;

    @Option(
            names = "--creator",
            paramLabel = "ADDRESS",
            description = "Who created the datanet of this name. Default: the account.")
    private @Nullable String creator;

    /**
     * Its number on the chain.
     *
     * @throws CommandException if there is none
     */
    BigInteger number(Calling calling) {
        DatanetLedger datanets = Registry.open(calling.client()).datanets();
        if (datanet.matches("\\d{1,70}")) {
            BigInteger number = new BigInteger(datanet);
            if (datanets.owner(number).isPresent()) {
                return number;
            }
            throw new CommandException("There is no datanet of the number " + number + " on "
                    + calling.network().label() + ". `cultivar verify` names those of an adapter.");
        }
        Address by = creator == null ? calling.account() : Address.parse(creator);
        return datanets.datanet(by, datanet)
                .orElseThrow(() -> new CommandException(by + " created no datanet \"" + datanet + "\" on "
                        + calling.network().label() + ". Say with --creator whose it is, or give its number."));
    }
}
