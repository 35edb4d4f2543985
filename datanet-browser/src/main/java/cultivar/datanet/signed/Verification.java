package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a file says of itself with its rows and its signature. */
final class Verification {
    private final Header header;
    private final Statement statement;
    private final Bytes32 digest;
    private final ContributionFile.Survey survey;
    private final @Nullable EvmAddress signer;

    /** @param digest of the statement that stands in the file */
    Verification(Header header, Bytes32 digest, ContributionFile.Survey survey, Signatures signatures) {
        this.header = header;
        this.statement = header.statement();
        this.digest = digest;
        this.survey = survey;
        byte @Nullable [] signature = header.signature();
        // Whose signature it is, is asked of the hash that was signed, so that a change after that is told apart from
        // another's signature.
        this.signer = signature == null
                ? null
                : signatures.signer(signed(), signature).orElse(null);
    }

    FileCheck check() {
        if (header.signature() == null) {
            String wrong = contradiction();
            return wrong.isEmpty()
                    ? verdict(
                            FileCheck.Verdict.UNSIGNED,
                            "Nobody signed it: " + statement.contributor() + " may never have seen these rows.",
                            survey.seals.size())
                    : verdict(FileCheck.Verdict.ALTERED, "It is not signed, and it was altered: " + wrong + ".", 0);
        }
        if (signer == null) {
            return verdict(FileCheck.Verdict.WRONG_SIGNER, "Its signature is nobody's.", 0);
        }
        if (!signer.equals(statement.contributor())) {
            return verdict(
                    FileCheck.Verdict.WRONG_SIGNER,
                    "It says that " + statement.contributor() + " gives the rows, but " + signer + " signed it.",
                    0);
        }
        if (!signed().equals(digest)) {
            return verdict(
                    FileCheck.Verdict.ALTERED,
                    "It was altered after signing: what it says of itself (datanet, rows, licences, time or note) is"
                            + " not what was signed.",
                    0);
        }
        String wrong = contradiction();
        if (!wrong.isEmpty()) {
            int usable = listed() ? survey.seals.size() - survey.bad.cardinality() : 0;
            return verdict(FileCheck.Verdict.ALTERED, "It was altered after signing: " + wrong + ".", usable);
        }
        return verdict(
                FileCheck.Verdict.INTACT,
                "Signed by " + statement.contributor() + ", and nothing was changed since.",
                survey.seals.size());
    }

    private FileCheck verdict(FileCheck.Verdict verdict, String reason, int usable) {
        return new FileCheck(
                verdict,
                reason,
                statement,
                signer,
                survey.seals.size(),
                usable,
                survey.problems,
                survey.bad.cardinality());
    }

    private Bytes32 signed() {
        Bytes32 stated = header.digest();
        return stated == null ? digest : stated;
    }

    /** Whether the hashes that the rows carry are those that were signed. */
    private boolean listed() {
        return survey.seals.size() == statement.rows()
                && RowSeal.ofAll(survey.seals).equals(statement.rowsHash());
    }

    /** What of the rows is not as the statement says; empty where all is. */
    private String contradiction() {
        int rows = survey.seals.size();
        if (rows != statement.rows()) {
            return "it was made with " + statement.rows() + " rows and holds " + rows;
        }
        if (!survey.bad.isEmpty()) {
            return rows(survey.problems, survey.bad.cardinality())
                    + (listed() ? "" : ", and so was the list of hashes");
        }
        if (!listed()) {
            return "a row was replaced, or their order was changed";
        }
        if (!survey.root(statement.contributor()).equals(statement.root())) {
            return "its Merkle root is not that of its rows";
        }
        if (!List.copyOf(survey.licences).equals(statement.licences())) {
            return "its licences are not those of its rows";
        }
        return rows == 0 ? "it holds no rows" : "";
    }

    private static String rows(List<RowProblem> problems, int count) {
        int shown = 5;
        String numbers = String.join(
                ", ",
                problems.stream()
                        .limit(shown)
                        .map(problem -> String.valueOf(problem.row()))
                        .toList());
        String more = count > shown ? " and " + (count - shown) + " more" : "";
        return (count == 1 ? "row " + numbers + " was changed" : "rows " + numbers + more + " were changed");
    }
}
