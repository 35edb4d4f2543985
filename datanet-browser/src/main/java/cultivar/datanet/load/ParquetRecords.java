package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Apache Parquet, a row group at a time. Its rows have no lines and are counted from 1. */
final class ParquetRecords implements Records {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** A row group is held packed while its rows are read. */
    private static final long LARGEST_GROUP = 1L << 30;

    private final ParquetFileReader reader;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private @Nullable RecordReader<Group> rows;
    private int group = -1;
    private long leftInGroup;
    private long row;
    private long bytes;

    ParquetRecords(Path file) throws IOException {
        checkEnds(file);
        ParquetReadOptions options = new ParquetReadOptions.Builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try {
            reader = ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (IOException | RuntimeException e) {
            throw new DatanetException("its Parquet footer is broken; get the file again", e);
        }
        try {
            check(Files.size(file));
            schema = reader.getFileMetaData().getSchema();
            columns = new ColumnIOFactory().getColumnIO(schema);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public @Nullable Found next() throws IOException {
        while (leftInGroup == 0) {
            if (group >= 0) {
                bytes += reader.getRowGroups().get(group).getCompressedSize();
            }
            if (++group >= reader.getRowGroups().size()) {
                return null;
            }
            leftInGroup = reader.getRowGroups().get(group).getRowCount();
            try {
                PageReadStore pages = reader.readRowGroup(group);
                rows = columns.getRecordReader(pages, new GroupRecordConverter(schema));
            } catch (IOException | RuntimeException e) {
                // The library says of damage what its parser of Thrift says of sockets.
                return skipGroup();
            }
        }
        try {
            RecordReader<Group> current = java.util.Objects.requireNonNull(rows);
            Group read = current.read();
            row++;
            leftInGroup--;
            return new Found.Row(row, ParquetRows.object(read));
        } catch (DatanetException e) {
            return new Found.Broken(row, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return skipGroup();
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long lines() {
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Gives up what is left of a row group; the next one stands by itself. */
    private Found skipGroup() {
        long first = row + 1;
        row += leftInGroup;
        leftInGroup = 0;
        return new Found.Broken(first, "rows " + first + " to " + row + " cannot be read: the file is damaged there");
    }

    /** A Parquet file begins and ends with the same four bytes; a part of one does not. */
    private static void checkEnds(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] four = new byte[MAGIC.length];
            if (in.length() < 3L * MAGIC.length
                    || in.read(four) < four.length
                    || !java.util.Arrays.equals(four, MAGIC)) {
                throw new DatanetException("it is no Parquet file");
            }
            in.seek(in.length() - MAGIC.length);
            in.readFully(four);
            if (!java.util.Arrays.equals(four, MAGIC)) {
                throw new DatanetException("the end of the Parquet file is missing; get the whole file");
            }
        }
    }

    private void check(long size) {
        for (BlockMetaData block : reader.getRowGroups()) {
            long total = 0;
            for (ColumnChunkMetaData column : block.getColumns()) {
                if (!ParquetCodecs.READABLE.contains(column.getCodec())) {
                    throw new DatanetException("its pages are packed with " + column.getCodec()
                            + "; write it with Snappy, gzip, zstd or LZ4_RAW");
                }
                long end = column.getStartingPos() + column.getTotalSize();
                if (column.getStartingPos() < 0 || column.getTotalSize() < 0 || end > size) {
                    throw new DatanetException("the Parquet file names places that it does not have; get it again");
                }
                total += column.getTotalSize();
            }
            if (total > LARGEST_GROUP) {
                throw new DatanetException("a row group is larger than " + (LARGEST_GROUP >> 30)
                        + " GiB; write the file with smaller ones");
            }
        }
    }
}
