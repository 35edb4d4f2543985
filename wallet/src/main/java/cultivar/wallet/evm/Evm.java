package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;

/** The machine during one transaction: calls, creations and the transfer of coin between accounts. */
final class Evm {
    static final int DEEPEST = 1024;
    static final int LARGEST_CODE = 24_576;
    static final int LARGEST_INIT_CODE = 2 * LARGEST_CODE;
    private static final int CALLS_PER_THREAD = 128;
    private static final long CODE_PER_BYTE = 200;
    private static final long COLD_ADDRESS = 2_600;
    private static final long WARM = 100;
    private static final byte RESERVED = (byte) 0xef;

    private final WorldState state;
    private final Scope scope;
    private final Block block;
    private final Address sender;
    private final BigInteger gasPrice;
    private final List<BigInteger> blobHashes;
    private final Interpreter interpreter;

    Evm(WorldState state, Scope scope, Block block, Address sender, BigInteger gasPrice, List<BigInteger> blobHashes) {
        this.state = state;
        this.scope = scope;
        this.block = block;
        this.sender = sender;
        this.gasPrice = gasPrice;
        this.blobHashes = blobHashes;
        this.interpreter = new Interpreter(this);
    }

    WorldState state() {
        return state;
    }

    Scope scope() {
        return scope;
    }

    Block block() {
        return block;
    }

    Address sender() {
        return sender;
    }

    BigInteger gasPrice() {
        return gasPrice;
    }

    List<BigInteger> blobHashes() {
        return blobHashes;
    }

    /** Pays for reaching an account: more the first time in a transaction (EIP-2929). */
    void chargeAccess(Frame frame, Address address) {
        frame.charge(scope.warm(address) ? COLD_ADDRESS : WARM);
    }

    /** Runs the code of an account, or a precompiled contract, or only moves coin. */
    Outcome call(Message message) {
        if (message.depth() > DEEPEST) {
            return Outcome.refused("calls nested too deeply", message.gas());
        }
        if (message.transfer() && state.balance(message.caller()).compareTo(message.value()) < 0) {
            return Outcome.refused("not enough coin for the transfer", message.gas());
        }
        int mark = state.mark();
        if (message.transfer()) {
            transfer(message);
        }
        Outcome outcome;
        try {
            Precompile precompile = Precompiles.at(message.codeFrom());
            outcome = precompile == null
                    ? run(new Frame(message, state.codeOf(message.codeFrom())))
                    : Precompiles.run(precompile, message);
        } catch (Halt halt) {
            outcome = Outcome.failure(String.valueOf(halt.getMessage()));
        }
        if (!outcome.succeeded()) {
            state.undoTo(mark);
        }
        return outcome;
    }

    /** Runs creation code and keeps what it returns as the contract's code. The maker's nonce is raised already. */
    Outcome create(Message message, byte[] initCode) {
        Address address = message.self();
        scope.warm(address);
        if (state.nonce(address) != 0 || state.code(address).length != 0 || state.hasStorage(address)) {
            return Outcome.failure("there is a contract at the new address already");
        }
        int mark = state.mark();
        scope.create(address);
        state.setNonce(address, 1);
        transfer(message);
        Outcome outcome;
        try {
            outcome = run(new Frame(message, new Code(initCode)));
            if (outcome.succeeded()) {
                outcome = deposit(address, outcome);
            }
        } catch (Halt halt) {
            outcome = Outcome.failure(String.valueOf(halt.getMessage()));
        }
        if (!outcome.succeeded()) {
            state.undoTo(mark);
        }
        return outcome;
    }

    /** Java's own stack does not hold 1024 nested calls, so after some of them the next one gets a thread of its own. */
    private Outcome run(Frame frame) {
        int depth = frame.message.depth();
        return depth > 0 && depth % CALLS_PER_THREAD == 0
                ? FreshStack.run(() -> interpreter.run(frame))
                : interpreter.run(frame);
    }

    private Outcome deposit(Address address, Outcome outcome) {
        byte[] code = outcome.output();
        if (code.length > LARGEST_CODE) {
            throw Halt.badCode("the contract is larger than " + LARGEST_CODE + " bytes");
        }
        if (code.length > 0 && code[0] == RESERVED) {
            throw Halt.badCode("the contract starts with the reserved byte 0xef"); // EIP-3541
        }
        long cost = CODE_PER_BYTE * code.length;
        if (cost > outcome.gasLeft()) {
            throw Halt.outOfGas();
        }
        state.setCode(address, code);
        return Outcome.success(code, outcome.gasLeft() - cost);
    }

    private void transfer(Message message) {
        scope.touch(message.self());
        if (message.value().signum() != 0 && !message.caller().equals(message.self())) {
            state.setBalance(message.caller(), state.balance(message.caller()).subtract(message.value()));
            state.addBalance(message.self(), message.value());
            scope.moved(message.caller(), message.self(), message.value());
        }
    }
}
