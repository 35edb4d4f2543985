package cultivar.runtime.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source into the archive that PyTorch loads: a zip of stored entries with the code of one class
 * {@code __torch__.K}, a pickle of one object of it without weights, and no constants.
 */
final class TorchArchive {
    private TorchArchive() {}

    /** @param methods the methods of the class, each indented by two spaces */
    static byte[] pack(String methods) {
        String code = """
            class K(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              _is_full_backward_hook : Optional[bool]
            """ + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "k/data.pkl", pickledObject());
            store(zip, "k/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            // An empty tuple in pickle protocol 2.
            store(zip, "k/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            // Operators as of this version of the format: before 9, gelu knew no approximation.
            store(zip, "k/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "k/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("a zip in memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] pickledObject() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nK\n".getBytes(StandardCharsets.US_ASCII));
        // Memoise the class, make the object from no arguments, then fill a dictionary and set it as its state.
        pickle.writeBytes(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('});
        pickle.writeBytes(key("training"));
        pickle.write(0x89);
        pickle.writeBytes(key("_is_full_backward_hook"));
        pickle.write('N');
        pickle.writeBytes(new byte[] {'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static byte[] key(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] key = new byte[5 + text.length];
        key[0] = 'X';
        key[1] = (byte) text.length;
        System.arraycopy(text, 0, key, 5, text.length);
        return key;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
