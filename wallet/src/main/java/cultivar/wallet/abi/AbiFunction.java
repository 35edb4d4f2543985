package cultivar.wallet.abi;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.util.Arrays;
import java.util.List;

/**
 * A function or an error of a contract: a name, the types behind it, and the four bytes that both make.
 *
 * @param payable whether coin may be sent along
 */
public record AbiFunction(String name, List<AbiParameter> inputs, boolean payable) {
    /** Bytes of a selector. */
    public static final int SELECTOR = 4;

    /** Keeps its own copy. */
    public AbiFunction {
        inputs = List.copyOf(inputs);
    }

    /** The name with the types, as it is hashed. */
    public String signature() {
        return name + AbiType.signature(inputs);
    }

    /** The first four bytes of a call, in hexadecimal. */
    public String selector() {
        return Hex.encode(Arrays.copyOf(Keccak.hash(signature()), SELECTOR));
    }

    /** The whole call. */
    public byte[] call(AbiValue... values) {
        byte[] head = Hex.decode(selector());
        byte[] body = AbiWriter.write(inputs, List.of(values));
        byte[] out = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, out, head.length, body.length);
        return out;
    }

    /**
     * The values of a call or error whose selector this is.
     *
     * @throws AbiException if the bytes behind the selector are not in their canonical form
     */
    public List<AbiValue> read(byte[] data) {
        return AbiReader.read(inputs, Arrays.copyOfRange(data, SELECTOR, data.length));
    }
}
