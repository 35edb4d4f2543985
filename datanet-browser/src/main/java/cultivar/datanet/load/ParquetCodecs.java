package cultivar.datanet.load;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The compression of Parquet pages, in Java: a page is read with any of these, and written with Snappy. */
public final class ParquetCodecs implements CompressionCodecFactory {
    static final Set<CompressionCodecName> READABLE = Set.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW);

    /** No page of texts comes near it; a page that says so is broken, or meant to fill the memory. */
    private static final int LARGEST_PAGE = 256 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Plain();
            case SNAPPY -> new Snappy();
            default -> throw new IllegalArgumentException("pages are not written with " + codec);
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Unpacker((packed, size) -> packed);
            case SNAPPY -> new Unpacker(with(new SnappyDecompressor()));
            case ZSTD -> new Unpacker(with(new ZstdDecompressor()));
            case LZ4_RAW -> new Unpacker(with(new Lz4Decompressor()));
            case GZIP -> new Unpacker(ParquetCodecs::gunzip);
            default -> throw new IllegalArgumentException("pages in " + codec + " cannot be read");
        };
    }

    @Override
    public void release() {}

    /** Unpacks a page into as many bytes as it says it has. */
    private interface Unpack {
        byte[] unpack(byte[] packed, int size) throws IOException;
    }

    private static Unpack with(Decompressor decompressor) {
        return (packed, size) -> {
            byte[] page = new byte[size];
            try {
                int length = decompressor.decompress(packed, 0, packed.length, page, 0, size);
                return length == size ? page : Arrays.copyOf(page, length);
            } catch (MalformedInputException | IndexOutOfBoundsException e) {
                throw new IOException("a page cannot be unpacked", e);
            }
        };
    }

    private static byte[] gunzip(byte[] packed, int size) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(size);
        }
    }

    private record Unpacker(Unpack how) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            if (size < 0 || size > LARGEST_PAGE) {
                throw new IOException("a page says that it holds " + size + " bytes");
            }
            return BytesInput.from(how.unpack(bytes.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size) throws IOException {
            byte[] packed = new byte[packedSize];
            input.get(packed);
            output.put(decompress(BytesInput.from(packed), size).toInputStream().readAllBytes());
        }

        @Override
        public void release() {}
    }

    private record Plain() implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) {
            return bytes;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.UNCOMPRESSED;
        }

        @Override
        public void release() {}
    }

    private record Snappy() implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            SnappyCompressor compressor = new SnappyCompressor();
            byte[] page = bytes.toInputStream().readAllBytes();
            byte[] packed = new byte[compressor.maxCompressedLength(page.length)];
            int length = compressor.compress(page, 0, page.length, packed, 0, packed.length);
            return BytesInput.from(packed, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.SNAPPY;
        }

        @Override
        public void release() {}
    }
}
