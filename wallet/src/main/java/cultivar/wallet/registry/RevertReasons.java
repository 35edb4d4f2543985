package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says in words why a contract refused a call: the registry's own errors, OpenZeppelin's, and Solidity's two. */
public final class RevertReasons {
    private RevertReasons() {}

    /** The reason of the data that a contract reverted with. */
    public static String words(byte[] data) {
        if (data.length < 4) {
            return "The contract refused without a reason.";
        }
        String selector = Hex.encode(Arrays.copyOf(data, 4));
        byte[] body = Arrays.copyOfRange(data, 4, data.length);
        if (is(selector, "AlreadyRegistered(bytes32,uint256)")) {
            return "This adapter is registered already, as token " + number(body, 1)
                    + ". Each adapter can be registered once.";
        }
        if (is(selector, "EmptyHash(string)")) {
            return "The hash \"" + text(body) + "\" is empty.";
        }
        if (is(selector, "NoDatanets()")) {
            return "No datanet is named; at least one is needed.";
        }
        if (is(selector, "NotRegistered(bytes32)")) {
            return "No adapter with the hash " + word(body, 0) + " is registered.";
        }
        if (is(selector, "ERC721NonexistentToken(uint256)")) {
            return "There is no token " + number(body, 0) + ".";
        }
        if (is(selector, "Error(string)")) {
            return "The contract refused: " + text(body);
        }
        if (is(selector, "Panic(uint256)")) {
            return "The contract failed with Solidity's panic code " + number(body, 0) + ".";
        }
        return "The contract refused with an error that is not known here: " + selector + ".";
    }

    private static boolean is(String selector, String signature) {
        return selector.equals(Hex.encode(Arrays.copyOf(Keccak.hash(signature), 4)));
    }

    private static BigInteger number(byte[] body, int index) {
        return new BigInteger(1, slice(body, 32 * index, 32));
    }

    private static String word(byte[] body, int index) {
        return Hex.encode(slice(body, 32 * index, 32));
    }

    private static String text(byte[] body) {
        int length = number(body, 1)
                .min(BigInteger.valueOf(Math.max(0, body.length - 64)))
                .intValue();
        return new String(slice(body, 64, length), StandardCharsets.UTF_8);
    }

    private static byte[] slice(byte[] body, int from, int length) {
        int start = Math.min(from, body.length);
        return Arrays.copyOf(Arrays.copyOfRange(body, start, body.length), length);
    }
}
