package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.merkle.MerkleTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A contribution file that was read and checked once. Its rows are not held: they are read again when they are wanted,
 * and must then be the ones that were checked.
 */
public final class ContributionFile {
    /** Takes rows that were checked. */
    public interface Taker {
        /**
         * Takes one.
         *
         * @param number its place in the file, counted from 1
         * @param origin where its contributor took it from; may be empty
         * @return false to stop
         */
        boolean take(int number, Contribution row, String origin);
    }

    private final Path file;
    private final Header header;
    private final Bytes32 digest;
    private final FileCheck check;
    private final List<Bytes32> seals;
    private final BitSet bad;

    private ContributionFile(
            Path file, Header header, Bytes32 digest, FileCheck check, List<Bytes32> seals, BitSet bad) {
        this.file = file;
        this.header = header;
        this.digest = digest;
        this.check = check;
        this.seals = seals;
        this.bad = bad;
    }

    /**
     * Reads and checks a file.
     *
     * @throws DatanetException if it cannot be read or is no contribution file
     */
    public static ContributionFile open(Path file, Signatures signatures) {
        Survey survey = new Survey();
        Header header = header(file, survey);
        Statement statement = header.statement();
        Bytes32 digest = signatures.digest(statement.typedData());
        FileCheck check = new Verification(header, digest, survey, signatures).check();
        return new ContributionFile(file, header, digest, check, survey.seals, survey.bad);
    }

    public Path file() {
        return file;
    }

    public FileCheck check() {
        return check;
    }

    public Statement statement() {
        return header.statement();
    }

    /** The hash of the typed data of the statement, by which the same contribution is known again. */
    public Bytes32 digest() {
        return digest;
    }

    /** The contributor's signature of the digest; empty where there is none that holds. */
    public Optional<byte[]> signature() {
        byte @Nullable [] bytes = header.signature();
        boolean theirs = statement().contributor().equals(check.signer());
        return bytes == null || !theirs ? Optional.empty() : Optional.of(bytes.clone());
    }

    /**
     * Reads the rows that may be taken over, in their order.
     *
     * @throws DatanetException if the file is no longer the one that was checked; the rows before that place were taken
     */
    public void read(Taker taker) {
        if (check.usable() == 0) {
            return;
        }
        EvmAddress contributor = statement().contributor();
        FileReader.read(file, (number, node) -> {
            if (number <= seals.size() && bad.get(number)) {
                return true;
            }
            FileRow row = FileRow.of(node, contributor);
            Contribution contribution = row.contribution();
            if (number > seals.size()
                    || contribution == null
                    || !seals.get(number - 1).equals(row.seal())) {
                throw new DatanetException("row " + number + " was changed while it was read");
            }
            return taker.take(number, contribution, row.origin());
        });
    }

    private static Header header(Path file, Survey survey) {
        var members = FileReader.read(file, survey);
        try {
            return Header.of(members);
        } catch (DatanetException e) {
            throw FileReader.refused(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** What one reading of all rows finds. */
    static final class Survey implements FileReader.Rows {
        private static final Bytes32 NONE = new Bytes32("0x" + "0".repeat(64));

        /** The hashes that the rows carry. */
        final List<Bytes32> seals = new ArrayList<>();
        /** The content hashes of the rows that are what they carry. */
        final List<Bytes32> contents = new ArrayList<>();

        final BitSet bad = new BitSet();
        final List<RowProblem> problems = new ArrayList<>();
        final TreeSet<String> licences = new TreeSet<>();

        @Override
        public boolean row(int number, tools.jackson.databind.JsonNode node) {
            FileRow row = FileRow.of(node, EvmAddress.NOBODY);
            Bytes32 stated = row.stated();
            seals.add(stated == null ? NONE : stated);
            Contribution contribution = row.contribution();
            if (contribution == null || !row.problem().isEmpty()) {
                bad.set(number);
                if (problems.size() < FileCheck.LISTED) {
                    problems.add(new RowProblem(number, row.problem()));
                }
            } else {
                contents.add(contribution.contentHash());
                licences.add(contribution.licence());
            }
            return true;
        }

        /** The Merkle root over the rows if they are the contributor's. */
        Bytes32 root(EvmAddress contributor) {
            MerkleTree.Builder tree = new MerkleTree.Builder();
            byte[] address = contributor.bytes();
            contents.forEach(content -> tree.add(MerkleTree.leaf(content.bytes(), address)));
            return tree.size() == 0 ? NONE : tree.build().root();
        }
    }
}
