package cultivar.datanet.load;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Licences;

/**
 * What stands for fields that a row does not have; each use is reported as a warning.
 *
 * @param licence empty where there is none, and the rows then have the licence {@code unknown}
 */
public record RowDefaults(EvmAddress contributor, String licence) {
    public RowDefaults {
        licence = licence.isBlank() ? Licences.UNKNOWN : licence.strip();
    }
}
