package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.load.ParsedRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.RowReader;
import cultivar.datanet.merkle.MerkleTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes contribution files. */
public final class ContributionWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Signatures signatures;
    private final @Nullable StatementSigner signer;

    /** @param signer null to leave the file unsigned */
    public ContributionWriter(Signatures signatures, @Nullable StatementSigner signer) {
        this.signatures = signatures;
        this.signer = signer;
    }

    /** A place in a folder for a contribution to a datanet, where no file is yet. */
    public static Path free(Path folder, String datanet) {
        Path place = folder.resolve("contribution-to-" + datanet + ".json");
        for (int i = 2; Files.exists(place); i++) {
            place = folder.resolve("contribution-to-" + datanet + "-" + i + ".json");
        }
        return place;
    }

    /**
     * Reads the rows of a plan and writes nothing.
     *
     * @param problems is told of rows that would be left out, and of remarks on others
     * @return what would be signed
     * @throws DatanetException if no row can be used, or something cannot be read
     */
    public static Statement look(ContributionPlan plan, Consumer<Problem> problems) {
        Gathered gathered = new Gathered();
        try (Writer nowhere = Writer.nullWriter()) {
            for (Path source : plan.sources()) {
                gather(source, plan, gathered, nowhere, problems);
            }
        } catch (IOException e) {
            throw new DatanetException("The rows cannot be read (" + e.getMessage() + "); choose another file", e);
        }
        return gathered.someOf(plan);
    }

    /**
     * Writes a file; it appears under its name when it is complete.
     *
     * @param problems is told of rows that are left out, and of remarks on others
     * @return what was signed
     * @throws DatanetException if there is such a file already, no row can be used, or something cannot be read or
     *     written
     */
    public Statement write(ContributionPlan plan, Path target, Consumer<Problem> problems) {
        if (signer != null && !signer.contributor().equals(plan.contributor())) {
            throw new DatanetException("The rows are " + plan.contributor() + "'s, and the wallet signs for "
                    + signer.contributor() + "; choose the account that gives them");
        }
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new DatanetException(target + " is there already; choose another name for the contribution");
        }
        Path rows = place.resolveSibling("." + place.getFileName() + ".rows");
        Path part = place.resolveSibling("." + place.getFileName() + ".part");
        try {
            Gathered gathered = new Gathered();
            try (BufferedWriter out = Files.newBufferedWriter(rows)) {
                for (Path source : plan.sources()) {
                    gather(source, plan, gathered, out, problems);
                }
            }
            Statement statement = gathered.someOf(plan);
            try (BufferedWriter out = Files.newBufferedWriter(part)) {
                head(statement, out);
                try (var lines = Files.newBufferedReader(rows)) {
                    lines.transferTo(out);
                }
                out.write("\n  ]\n}\n");
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            return statement;
        } catch (IOException e) {
            throw new DatanetException(
                    target + " cannot be written (" + e.getMessage() + "); make room, or choose another place", e);
        } finally {
            discard(rows);
            discard(part);
        }
    }

    private static void gather(
            Path source, ContributionPlan plan, Gathered gathered, Writer out, Consumer<Problem> problems)
            throws IOException {
        String name = String.valueOf(source.getFileName());
        if (!Files.isRegularFile(source)) {
            throw new DatanetException(source + " is not a file of rows; choose a .jsonl file");
        }
        RowDefaults defaults = new RowDefaults(plan.contributor(), plan.licence());
        try (RowReader reader = RowReader.open(source, defaults, plan.columns(), problems)) {
            for (ParsedRow row = reader.next(); row != null; row = reader.next()) {
                Contribution contribution = row.contribution();
                if (contribution.contributor().equals(plan.contributor())) {
                    gathered.add(contribution, name + ":" + row.line(), out);
                } else {
                    problems.accept(new Problem(
                            Problem.Severity.REJECTED,
                            name,
                            row.line(),
                            "the row is " + contribution.contributor() + "'s, who alone can give it"));
                }
            }
        }
    }

    private void head(Statement statement, Writer out) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put(Member.FORMAT, Member.FORMAT_NAME);
        node.put(Member.VERSION, Member.VERSION_NUMBER);
        statement.write(node.putObject(Member.STATEMENT));
        if (signer != null) {
            String typedData = statement.typedData();
            node.put(Member.DIGEST, signatures.digest(typedData).hex());
            node.put(Member.SIGNATURE, "0x" + HexFormat.of().formatHex(signer.sign(typedData)));
        }
        String text = PRETTY.writeValueAsString(node).strip();
        // Without its last bracket, behind which the rows follow.
        out.write(text.substring(0, text.length() - 1).stripTrailing());
        out.write(",\n  \"" + Member.CONTRIBUTIONS + "\" : [");
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What cannot be deleted is replaced by the next attempt.
        }
    }

    /** What the statement says of the rows. */
    private static final class Gathered {
        private final List<Bytes32> seals = new ArrayList<>();
        private final MerkleTree.Builder tree = new MerkleTree.Builder();
        private final TreeSet<String> licences = new TreeSet<>();

        void add(Contribution row, String origin, Writer out) throws IOException {
            ObjectNode node = JSON.createObjectNode();
            FileRow.write(row, origin, node);
            out.write(seals.isEmpty() ? "\n    " : ",\n    ");
            out.write(node.toString());
            seals.add(RowSeal.of(row, origin));
            tree.add(MerkleTree.leaf(row.contentHash(), row.contributor()).bytes());
            licences.add(row.licence());
        }

        /** What the rows come to; refuses where there are none. */
        Statement someOf(ContributionPlan plan) {
            if (seals.isEmpty()) {
                throw new DatanetException("No row can be given: there is none, or all were refused; nothing was made");
            }
            return new Statement(
                    plan.datanet(),
                    plan.contributor(),
                    seals.size(),
                    List.copyOf(licences),
                    tree.build().root(),
                    RowSeal.ofAll(seals),
                    plan.created(),
                    plan.note());
        }
    }
}
