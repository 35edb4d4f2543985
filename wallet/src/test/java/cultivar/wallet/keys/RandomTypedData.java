package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Typed data of random structures: every type, lists of lists, structures in structures. */
final class RandomTypedData {
    private final Random random;
    private final Map<String, List<Map<String, String>>> types = new LinkedHashMap<>();

    private RandomTypedData(Random random) {
        this.random = random;
    }

    static String make(Random random) {
        return new RandomTypedData(random).json();
    }

    private String json() {
        types.put("EIP712Domain", List.of(member("name", "string"), member("chainId", "uint256")));
        int structures = 1 + random.nextInt(3);
        for (int i = structures; i > 0; i--) {
            types.put("S" + i, members(i, structures));
        }
        return new JsonMapper()
                .writeValueAsString(Map.of(
                        "types",
                        types,
                        "primaryType",
                        "S1",
                        "domain",
                        Map.of("name", text(), "chainId", 1 + random.nextInt(100_000)),
                        "message",
                        value("S1")));
    }

    private static Map<String, String> member(String name, String type) {
        Map<String, String> member = new LinkedHashMap<>();
        member.put("name", name);
        member.put("type", type);
        return member;
    }

    private List<Map<String, String>> members(int structure, int last) {
        List<Map<String, String>> members = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String type = structure < last && random.nextInt(3) == 0 ? "S" + (structure + 1) : simple();
            String list = random.nextInt(3) == 0 ? random.nextBoolean() ? "[]" : "[2]" : "";
            members.add(member("m" + i, type + list));
        }
        return members;
    }

    private String simple() {
        return switch (random.nextInt(7)) {
            case 0 -> "address";
            case 1 -> "bool";
            case 2 -> "string";
            case 3 -> "bytes";
            case 4 -> "bytes" + (1 + random.nextInt(32));
            case 5 -> "int" + 8 * (1 + random.nextInt(32));
            default -> "uint" + 8 * (1 + random.nextInt(32));
        };
    }

    private Object value(String type) {
        if (type.endsWith("]")) {
            int open = type.lastIndexOf('[');
            int length = type.endsWith("[]") ? random.nextInt(3) : 2;
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                values.add(value(type.substring(0, open)));
            }
            return values;
        }
        if (types.containsKey(type)) {
            Map<String, Object> object = new LinkedHashMap<>();
            types.getOrDefault(type, List.of())
                    .forEach(member -> object.put(member.get("name"), value(String.valueOf(member.get("type")))));
            return object;
        }
        return switch (type) {
            case "address" -> Address.of(bytes(20)).toString();
            case "bool" -> random.nextBoolean();
            case "string" -> text();
            case "bytes" -> Hex.encode(bytes(random.nextInt(70)));
            default -> number(type);
        };
    }

    private String number(String type) {
        int size = Integer.parseInt(type.replaceAll("\\D", ""));
        if (type.startsWith("bytes")) {
            return Hex.encode(bytes(size));
        }
        BigInteger number = new BigInteger(type.startsWith("uint") ? size : size - 1, random);
        return (type.startsWith("int") && random.nextBoolean() ? number.negate() : number).toString();
    }

    private String text() {
        String letters = "abc äöü \"\\ 你好 \uD83D\uDE00";
        return letters.substring(0, random.nextInt(11)) + random.nextInt();
    }

    private byte[] bytes(int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }
}
