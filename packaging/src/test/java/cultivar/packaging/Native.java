package cultivar.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tells by the first bytes of a file for which system and processor it holds machine code. */
final class Native {
    private static final int HEAD = 4096;

    private Native() {}

    /**
     * Reads the head of a file.
     *
     * @return such as {@code linux-x86_64}, {@code macos-aarch64} or {@code windows-x86_64}, with {@code other} for a
     *     processor that the studio does not run on; empty if it is no machine code
     */
    static String platform(InputStream file) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(file.readNBytes(HEAD)).order(ByteOrder.LITTLE_ENDIAN);
        if (head.limit() < 64) {
            return "";
        }
        return switch (head.getInt(0)) {
            case 0x464c457f -> elf(head);
            case 0xfeedfacf -> "macos-" + (head.getInt(4) == 0x0100000c ? "aarch64" : "other");
            // A bundle for several processors, unless it is a Java class, which begins alike.
            case 0xbebafeca -> head.order(ByteOrder.BIG_ENDIAN).getInt(4) < 20 ? "macos-other" : "";
            case 0x72613c21 -> "archive-other";
            default -> head.getShort(0) == 0x5a4d ? windows(head) : "";
        };
    }

    private static String elf(ByteBuffer head) {
        boolean little = head.get(5) == 1;
        // Byte 7 names the system: 0 and 3 are Linux's; the others are Solaris, the BSDs and so on.
        String system = little && (head.get(7) == 0 || head.get(7) == 3) ? "linux-" : "unix-";
        return system
                + switch (head.getShort(18)) {
                    case 62 -> "x86_64";
                    case 183 -> "aarch64";
                    default -> "other";
                };
    }

    private static String windows(ByteBuffer head) {
        int header = head.getInt(60);
        if (header < 0 || header + 6 > head.limit() || head.getInt(header) != 0x4550) {
            return "";
        }
        return "windows-" + (head.getShort(header + 4) == (short) 0x8664 ? "x86_64" : "other");
    }
}
