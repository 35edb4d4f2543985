package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.AdapterRegistry;
import java.util.Arrays;
import java.util.List;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.Utils;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;

/**
 * The registry's call {@code register}, read back from the bytes that will be signed, so that what is shown is what is
 * signed. Hashes are hexadecimal with {@code 0x}.
 */
record RegisterCall(String adapterHash, String baseHash, String manifestHash, List<String> roots, String uri) {
    private static final int SELECTOR = 4;

    /** The bytes of the call. */
    static byte[] encode(AdapterRegistry registry, Manifest manifest, String uri) {
        return Hex.decode(registry.register(
                        Hex.decode(manifest.adapter().hash()),
                        Hex.decode(manifest.base().hash()),
                        Hex.decode(manifest.hash()),
                        manifest.roots().stream().map(Hex::decode).toList(),
                        uri)
                .encodeFunctionCall());
    }

    static RegisterCall decode(byte[] data) {
        var values = FunctionReturnDecoder.decode(
                Hex.encode(Arrays.copyOfRange(data, SELECTOR, data.length)),
                Utils.convert(List.of(
                        new TypeReference<Bytes32>() {},
                        new TypeReference<Bytes32>() {},
                        new TypeReference<Bytes32>() {},
                        new TypeReference<DynamicArray<Bytes32>>() {},
                        new TypeReference<Utf8String>() {})));
        return new RegisterCall(
                hash(values.get(0).getValue()),
                hash(values.get(1).getValue()),
                hash(values.get(2).getValue()),
                ((DynamicArray<?>) values.get(3))
                        .getValue().stream().map(root -> hash(root.getValue())).toList(),
                (String) values.get(4).getValue());
    }

    private static String hash(Object value) {
        return Hex.encode((byte[]) value);
    }
}
