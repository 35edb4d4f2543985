package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which texts a datanet may hold, in a bit for each of the beginnings of their hashes, so that an import need not ask the
 * database for each text that is not there. It may take a text for known that is not, but never the other way round.
 */
final class KnownTexts {
    /** So many bits of a hash choose its place: 8 MiB of bits, of which a million texts take one in seventy. */
    private static final int BITS = 26;

    /** Reading what is there pays when an import has seen one row for so many of it. */
    private static final int WORTHWHILE = 8;

    private final long datanet;
    /** Empty as long as what is there has not been read; each text may be there then. */
    private long[] bits = {};
    /** The newest row that is committed and known; those behind it are others'. */
    private long newest;

    KnownTexts(long datanet) {
        this.datanet = datanet;
    }

    /**
     * Learns the texts of rows that others committed, at the beginning of a transaction.
     *
     * @param seen how many rows the import has seen so far
     */
    void catchUp(Connection connection, long seen) throws SQLException {
        if (bits.length > 0) {
            read(connection, "id > " + newest + " and +datanet_id = " + datanet);
        } else if (seen * WORTHWHILE >= rows(connection)) {
            bits = new long[1 << (BITS - 6)];
            read(connection, "datanet_id = " + datanet);
        }
    }

    private long rows(Connection connection) throws SQLException {
        return Sql.number(connection, "select coalesce(sum(rows), 0) from facet where datanet_id = ?", datanet);
    }

    private void read(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select substr(text_hash, 1, 4) from contribution where " + rows)) {
            while (row.next()) {
                add(row.getBytes(1));
            }
        }
    }

    /** That the transaction which ended with this row is committed. */
    void committed(long row) {
        newest = row;
    }

    void add(byte[] hash) {
        if (bits.length > 0) {
            int place = place(hash);
            bits[place >>> 6] |= 1L << place;
        }
    }

    /** False if no row has the text; asked between {@link #catchUp} and the end of the transaction. */
    boolean mayHold(byte[] hash) {
        int place = place(hash);
        return bits.length == 0 || (bits[place >>> 6] & (1L << place)) != 0;
    }

    private static int place(byte[] hash) {
        int first = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
        return first >>> (Integer.SIZE - BITS);
    }
}
