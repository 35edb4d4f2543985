package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

/** Copies a database into one file, which holds everything committed and no leftovers. */
final class Backup {
    private Backup() {}

    /** Writes a copy; it is on the disk and under its name when this returns. */
    static Path write(Connection connection, Path copy) throws SQLException {
        Path target = copy.toAbsolutePath();
        if (Files.exists(target)) {
            throw new DatanetException(copy + " is there already; choose another name");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try {
                Sql.execute(connection, "vacuum into ?", part.toString());
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                // Not over a file that came up meanwhile.
                Files.createFile(target);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw new DatanetException(copy + " is there already; choose another name", e);
        } catch (SQLException e) {
            throw SqlErrors.ofBackup(copy, e);
        } catch (IOException e) {
            throw new DatanetException(
                    "The copy " + copy + " cannot be written (" + e.getMessage() + "); check its folder", e);
        }
        return target;
    }
}
