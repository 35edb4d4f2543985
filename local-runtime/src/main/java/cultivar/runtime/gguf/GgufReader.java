package cultivar.runtime.gguf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a mapped GGUF file. Every count is held against the bytes that are left before it is believed. */
final class GgufReader {
    /** Far beyond what models need. Objects take many times the memory of their bytes in the file. */
    private static final long MOST_MEMBERS = 1 << 23;

    private static final long MOST_KEYS = 1 << 16;
    private static final long MOST_TENSORS = 1 << 20;

    private static final long LONGEST_KEY = 65_535;
    private static final int MOST_DIMENSIONS = 4;
    private static final int LONGEST_COMPLAINT = 200;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final MemorySegment file;
    private long at;
    private long membersLeft = MOST_MEMBERS;

    GgufReader(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    GgufFile read(Arena arena) {
        if (file.byteSize() < 24 || whole32() != GgufWriter.MAGIC) {
            throw new GgufException(path + " is no GGUF file.");
        }
        long version = whole32();
        if (version != GgufWriter.VERSION && version != 2) {
            throw new GgufException(path + " is a GGUF file of version " + version
                    + ", which Cultivar cannot read. Make it anew with a current program.");
        }
        // The least that a tensor and a key take: two lengths, a type and an offset; a length and a type.
        long tensorCount = count(24, MOST_TENSORS);
        long keyCount = count(12, MOST_KEYS);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < keyCount; i++) {
            String key = text(LONGEST_KEY);
            if (metadata.put(key, value(type(), 0)) != null) {
                throw damaged("it says " + key + " twice");
            }
        }
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        for (long i = 0; i < tensorCount; i++) {
            GgufTensor tensor = tensor();
            if (tensors.put(tensor.name(), tensor) != null) {
                throw damaged("it holds the tensor " + tensor.name() + " twice");
            }
        }
        long alignment = metadata.get("general.alignment") instanceof Long given ? given : GgufWriter.ALIGNMENT;
        if (alignment < 1 || alignment > 1 << 16 || Long.bitCount(alignment) != 1) {
            throw damaged("it aligns its tensors to " + alignment + " bytes");
        }
        long begin = Math.ceilDiv(at, alignment) * alignment;
        if (begin > file.byteSize() && !tensors.isEmpty()) {
            throw damaged("it is cut short");
        }
        MemorySegment data = file.asSlice(Math.min(begin, file.byteSize()));
        checkPlaces(tensors, alignment, data.byteSize());
        return new GgufFile(path, arena, data, metadata, tensors);
    }

    private void checkPlaces(Map<String, GgufTensor> tensors, long alignment, long bytes) {
        List<GgufTensor> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(GgufTensor::offset).thenComparingLong(GgufTensor::bytes));
        long end = 0;
        for (GgufTensor tensor : ordered) {
            if (tensor.offset() % alignment != 0) {
                throw damaged("the tensor " + tensor.name() + " begins at an odd place");
            }
            if (tensor.offset() < end) {
                throw damaged("the tensor " + tensor.name() + " overlaps another");
            }
            if (tensor.offset() > bytes || tensor.bytes() > bytes - tensor.offset()) {
                throw damaged("the tensor " + tensor.name() + " lies outside it; it is cut short or was altered");
            }
            end = tensor.offset() + tensor.bytes();
        }
    }

    private GgufTensor tensor() {
        String name = text(LONGEST_KEY);
        long dimensions = whole32();
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw damaged("the tensor " + name + " has " + dimensions + " dimensions");
        }
        List<Long> shape = new ArrayList<>();
        // No type stores more than two values in a byte.
        long most = 2 * file.byteSize();
        long elements = 1;
        for (long i = 0; i < dimensions; i++) {
            long size = whole64();
            if (size < 0 || size > Integer.MAX_VALUE || (elements > 0 && size > most / elements)) {
                throw damaged("the tensor " + name + " has an impossible shape");
            }
            elements *= size;
            shape.addFirst(size);
        }
        long code = whole32();
        GgmlType type = GgmlType.ofCode(code)
                .orElseThrow(() -> new GgufException(path + ": the tensor " + oneLine(name) + " is of the type " + code
                        + ", which Cultivar cannot read. Choose a file in F32, F16, BF16, Q8_0 or Q4_0."));
        if (!type.holds(shape.getLast())) {
            throw damaged("the tensor " + name + " has rows of " + shape.getLast() + " values in " + type);
        }
        long offset = whole64();
        if (offset < 0) {
            throw damaged("the tensor " + name + " lies outside it");
        }
        return new GgufTensor(name, type, shape, offset);
    }

    private GgufType type() {
        long code = whole32();
        return GgufType.ofCode(code).orElseThrow(() -> damaged("it has metadata of the unknown type " + code));
    }

    private Object value(GgufType type, int depth) {
        return switch (type) {
            case UINT8 -> (long) octet() & 0xff;
            case INT8 -> (long) octet();
            case UINT16 -> (long) whole16() & 0xffff;
            case INT16 -> (long) whole16();
            case UINT32 -> whole32() & 0xffff_ffffL;
            case INT32 -> whole32();
            case FLOAT32 -> (double) Float.intBitsToFloat((int) whole32());
            case BOOL -> octet() != 0;
            case STRING -> text(Integer.MAX_VALUE - 8);
            case UINT64, INT64 -> whole64();
            case FLOAT64 -> Double.longBitsToDouble(whole64());
            case ARRAY -> list(depth);
        };
    }

    private List<Object> list(int depth) {
        if (depth > 1) {
            throw damaged("it has lists within lists within lists");
        }
        GgufType type = type();
        long size = count(type.leastBytes(), membersLeft);
        membersLeft -= size;
        List<Object> members = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            members.add(value(type, depth + 1));
        }
        return List.copyOf(members);
    }

    /** A number of things that take so many bytes at least, of which the rest of the file must have room. */
    private long count(int leastBytes, long most) {
        long count = whole64();
        if (count < 0 || count > (file.byteSize() - at) / leastBytes) {
            throw damaged("it claims more than it holds");
        }
        if (count > most) {
            throw damaged("it has " + count + " parts where no model has more than " + most);
        }
        return count;
    }

    private String text(long longest) {
        long length = count(1, longest);
        byte[] bytes = file.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        at += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte octet() {
        return file.get(ValueLayout.JAVA_BYTE, advance(1));
    }

    private short whole16() {
        return file.get(SHORT, advance(2));
    }

    private long whole32() {
        return file.get(INT, advance(4));
    }

    private long whole64() {
        return file.get(LONG, advance(8));
    }

    private long advance(int bytes) {
        if (bytes > file.byteSize() - at) {
            throw damaged("it is cut short");
        }
        long before = at;
        at += bytes;
        return before;
    }

    private GgufException damaged(String why) {
        return new GgufException(path + " is damaged: " + oneLine(why) + ". Fetch or make the file again.");
    }

    /** A damaged name may hold anything; a complaint stays one line. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\u2028\u2029\u0085]", "?");
        return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT) + "…";
    }
}
