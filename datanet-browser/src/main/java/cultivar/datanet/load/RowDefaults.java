package cultivar.datanet.load;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Licences;

/**
 * What stands for fields that a row does not have; each use is reported as a warning.
 *
 * @param licence empty where there is none, and the rows then have the licence {@code unknown}
 * @param headings how a document's headings are asked
 */
public record RowDefaults(EvmAddress contributor, String licence, HeadingQuestions headings) {
    public RowDefaults {
        licence = licence.isBlank() ? Licences.UNKNOWN : licence.strip();
    }

    /** Headings are asked as they stand. */
    public RowDefaults(EvmAddress contributor, String licence) {
        this(contributor, licence, HeadingQuestions.AS_THEY_STAND);
    }

    /** The same with another licence where there is none. */
    public RowDefaults withLicence(String other) {
        return new RowDefaults(contributor, other, headings);
    }
}
