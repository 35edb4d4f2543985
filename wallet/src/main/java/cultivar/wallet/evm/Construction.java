package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Runs a contract's creation code on an empty chain, to see which code it leaves. */
public final class Construction {
    private static final long GAS = 30_000_000;

    private Construction() {}

    /**
     * The code that lies at an address after its contract was made there; nothing if it cannot be made.
     *
     * @param chainId the chain's number, which the code may have in it
     * @param at where it is made, which the code may have in it too
     * @param creation creation code and what the contract is made with
     */
    public static Optional<byte[]> code(long chainId, Address at, byte[] creation) {
        WorldState state = new WorldState();
        BigInteger nothing = BigInteger.ZERO;
        Block block = new Block(
                chainId,
                0,
                0,
                Address.ZERO,
                BigInteger.valueOf(GAS),
                nothing,
                nothing,
                BigInteger.ONE,
                number -> BigInteger.ZERO);
        Evm evm = new Evm(state, new Scope(state, false), block, Address.ZERO, nothing, List.of());
        Message message = new Message(0, Address.ZERO, at, at, nothing, true, new byte[0], GAS, false);
        Outcome made = evm.create(message, creation);
        return made.succeeded() ? Optional.of(made.output()) : Optional.empty();
    }
}
