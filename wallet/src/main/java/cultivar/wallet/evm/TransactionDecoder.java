package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads signed transactions: legacy with or without EIP-155, EIP-2930, EIP-1559 and EIP-4844. */
public final class TransactionDecoder {
    private static final BigInteger LARGEST_NONCE = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private TransactionDecoder() {}

    /**
     * Reads the bytes that are broadcast.
     *
     * @throws InvalidTransactionException if they are damaged, or the signature leads to nobody
     */
    public static Transaction decode(byte[] raw) {
        try {
            if (raw.length == 0) {
                throw new InvalidTransactionException("The transaction is empty.");
            }
            int type = raw[0] & 255;
            if (type >= 0xc0) {
                return legacy(raw);
            }
            if (type < 1 || type > 3) {
                throw new InvalidTransactionException("Transactions of type " + type + " are not known here.");
            }
            return typed(type, raw);
        } catch (Rlp.RlpException e) {
            throw new InvalidTransactionException("The transaction cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Transaction legacy(byte[] raw) {
        List<Rlp> f = Rlp.decode(raw).asList();
        require(f.size() == 9, "a legacy transaction has 9 parts");
        long v = small(f.get(6));
        BigInteger chainId = v >= 35 ? BigInteger.valueOf((v - 35) / 2) : null;
        require(v == 27 || v == 28 || v >= 35, "the signature's v is not possible");
        List<Rlp> signed = new ArrayList<>(f.subList(0, 6));
        if (chainId != null) {
            signed.addAll(List.of(Rlp.of(chainId), Rlp.of(0), Rlp.of(0)));
        }
        int parity = (int) (chainId == null ? v - 27 : (v - 35) % 2);
        Address sender = sender(Rlp.list(signed).encode(), parity, f.get(7), f.get(8));
        BigInteger price = f.get(1).asNumber();
        return new Transaction(
                0,
                chainId,
                sender,
                nonce(f.get(0)),
                price,
                price,
                f.get(2).asNumber(),
                to(f.get(3)),
                f.get(4).asNumber(),
                f.get(5).asBytes(),
                List.of(),
                List.of(),
                BigInteger.ZERO,
                Keccak.hash(raw),
                raw.clone());
    }

    private static Transaction typed(int type, byte[] raw) {
        List<Rlp> f = Rlp.decode(Arrays.copyOfRange(raw, 1, raw.length)).asList();
        int[] sizes = {0, 11, 12, 14};
        require(f.size() == sizes[type], "a transaction of type " + type + " has " + sizes[type] + " parts");
        int fees = type == 1 ? 1 : 2; // one price, or tip and limit
        int at = 2 + fees;
        byte[] body = Rlp.list(f.subList(0, f.size() - 3)).encode();
        byte[] signed = new byte[body.length + 1];
        signed[0] = (byte) type;
        System.arraycopy(body, 0, signed, 1, body.length);
        long parity = small(f.get(f.size() - 3));
        require(parity <= 1, "the signature's parity is not possible");
        Address sender = sender(signed, (int) parity, f.get(f.size() - 2), f.get(f.size() - 1));
        return new Transaction(
                type,
                f.get(0).asNumber(),
                sender,
                nonce(f.get(1)),
                f.get(2).asNumber(),
                f.get(1 + fees).asNumber(),
                f.get(at).asNumber(),
                to(f.get(at + 1)),
                f.get(at + 2).asNumber(),
                f.get(at + 3).asBytes(),
                accessList(f.get(at + 4)),
                type == 3
                        ? f.get(at + 6).asList().stream()
                                .map(h -> word(h.asBytes()))
                                .toList()
                        : List.of(),
                type == 3 ? f.get(at + 5).asNumber() : BigInteger.ZERO,
                Keccak.hash(raw),
                raw.clone());
    }

    private static List<Transaction.Access> accessList(Rlp list) {
        return list.asList().stream()
                .map(entry -> {
                    List<Rlp> parts = entry.asList();
                    require(parts.size() == 2, "an access list's entry has 2 parts");
                    return new Transaction.Access(
                            address(parts.get(0).asBytes()),
                            parts.get(1).asList().stream()
                                    .map(key -> word(key.asBytes()))
                                    .toList());
                })
                .toList();
    }

    private static Address sender(byte[] signed, int parity, Rlp r, Rlp s) {
        Signature signature = new Signature(r.asNumber(), s.asNumber(), parity);
        require(signature.s().compareTo(Secp256k1.HALF_ORDER) <= 0, "the signature's s is in the upper half");
        return Secp256k1.recover(Keccak.hash(signed), signature)
                .orElseThrow(() -> new InvalidTransactionException("The signature leads to no account."));
    }

    private static long nonce(Rlp item) {
        BigInteger nonce = item.asNumber();
        require(nonce.compareTo(LARGEST_NONCE) < 0, "the nonce is too large");
        return nonce.longValue();
    }

    private static long small(Rlp item) {
        BigInteger number = item.asNumber();
        require(number.bitLength() < 63, "a number is too large");
        return number.longValue();
    }

    private static @Nullable Address to(Rlp item) {
        byte[] bytes = item.asBytes();
        return bytes.length == 0 ? null : address(bytes);
    }

    private static Address address(byte[] bytes) {
        require(bytes.length == Address.LENGTH, "an address has 20 bytes");
        return Address.of(bytes);
    }

    private static BigInteger word(byte[] bytes) {
        require(bytes.length == Word.BYTES, "a word has 32 bytes");
        return Word.of(bytes);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new InvalidTransactionException("The transaction cannot be read: " + what + ".");
        }
    }
}
