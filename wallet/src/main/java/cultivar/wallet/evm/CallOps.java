package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import java.math.BigInteger;
import java.util.Arrays;

/** CALL, CALLCODE, DELEGATECALL, STATICCALL, CREATE and CREATE2. */
final class CallOps {
    private static final long VALUE = 9_000;
    private static final long STIPEND = 2_300;
    private static final long NEW_ACCOUNT = 25_000;
    private static final int INIT_PER_WORD = 2;
    private static final int HASH_PER_WORD = 6;

    private final Evm evm;

    CallOps(Evm evm) {
        this.evm = evm;
    }

    void call(Frame frame, int opcode) {
        BigInteger requested = frame.pop();
        Address target = frame.popAddress();
        boolean hasValue = opcode == Opcodes.CALL || opcode == Opcodes.CALLCODE;
        BigInteger value = hasValue ? frame.pop() : BigInteger.ZERO;
        long inOffset = frame.popBounded();
        long inLength = frame.popBounded();
        long outOffset = frame.popBounded();
        long outLength = frame.popBounded();
        if (opcode == Opcodes.CALL && value.signum() != 0) {
            frame.requireChangeable();
        }
        Frame.Range in = frame.range(inOffset, inLength);
        Frame.Range out = frame.range(outOffset, outLength);
        evm.chargeAccess(frame, target);
        if (value.signum() != 0) {
            frame.charge(VALUE);
            if (opcode == Opcodes.CALL && evm.state().isEmpty(target)) {
                frame.charge(NEW_ACCOUNT);
            }
        }
        // A caller always keeps a 64th of its gas (EIP-150).
        long gas = Word.clamp(requested, frame.gas() - frame.gas() / 64);
        frame.charge(gas);
        if (value.signum() != 0) {
            gas += STIPEND;
        }
        Outcome outcome = evm.call(message(frame, opcode, target, value, frame.read(in), gas));
        finish(frame, outcome);
        frame.memory.write(out.offset(), outcome.output(), Math.min(out.length(), outcome.output().length));
        frame.push(Word.of(outcome.succeeded()));
    }

    private static Message message(Frame frame, int opcode, Address target, BigInteger value, byte[] input, long gas) {
        Message own = frame.message;
        int depth = own.depth() + 1;
        boolean isStatic = own.isStatic();
        Address self = own.self();
        return switch (opcode) {
            case Opcodes.CALL -> new Message(depth, self, target, target, value, true, input, gas, isStatic);
            case Opcodes.CALLCODE -> new Message(depth, self, self, target, value, true, input, gas, isStatic);
            case Opcodes.DELEGATECALL ->
                new Message(depth, own.caller(), self, target, own.value(), false, input, gas, isStatic);
            default -> new Message(depth, self, target, target, BigInteger.ZERO, true, input, gas, true);
        };
    }

    private static void finish(Frame frame, Outcome outcome) {
        frame.giveBack(outcome.gasLeft());
        frame.returned = outcome.output();
    }

    void create(Frame frame, int opcode) {
        frame.requireChangeable();
        BigInteger value = frame.pop();
        long offset = frame.popBounded();
        long length = frame.popBounded();
        BigInteger salt = opcode == Opcodes.CREATE2 ? frame.pop() : BigInteger.ZERO;
        if (length > Evm.LARGEST_INIT_CODE) {
            throw Halt.outOfGas(); // EIP-3860
        }
        Frame.Range range = frame.range(offset, length);
        frame.chargeWords(opcode == Opcodes.CREATE2 ? INIT_PER_WORD + HASH_PER_WORD : INIT_PER_WORD, length);
        byte[] code = frame.read(range);
        Address self = frame.self();
        frame.returned = new byte[0];
        long nonce = evm.state().nonce(self);
        boolean possible = frame.message.depth() < Evm.DEEPEST
                && evm.state().balance(self).compareTo(value) >= 0
                && nonce != -1; // the largest unsigned number
        if (!possible) {
            frame.push(BigInteger.ZERO);
            return;
        }
        long gas = frame.gas() - frame.gas() / 64;
        frame.charge(gas);
        evm.state().setNonce(self, nonce + 1);
        Address address = opcode == Opcodes.CREATE2 ? address(self, salt, code) : address(self, nonce);
        Message message =
                new Message(frame.message.depth() + 1, self, address, address, value, true, new byte[0], gas, false);
        Outcome outcome = evm.create(message, code);
        finish(frame, outcome);
        if (outcome.succeeded()) {
            frame.returned = new byte[0];
        }
        frame.push(outcome.succeeded() ? address.word() : BigInteger.ZERO);
    }

    /** Address of the contract that an account makes at a nonce. */
    static Address address(Address maker, long nonce) {
        byte[] encoded =
                Rlp.list(Rlp.of(maker.bytes()), Rlp.of(unsigned(nonce))).encode();
        return Address.of(Arrays.copyOfRange(Keccak.hash(encoded), 12, 32));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** Address that depends on nothing but maker, salt and code (EIP-1014). */
    private static Address address(Address maker, BigInteger salt, byte[] code) {
        byte[] hash = new Keccak()
                .update(new byte[] {(byte) 0xff}, 0, 1)
                .update(maker.bytes(), 0, Address.LENGTH)
                .update(Word.bytes(salt), 0, Word.BYTES)
                .update(Keccak.hash(code), 0, Word.BYTES)
                .digest();
        return Address.of(Arrays.copyOfRange(hash, 12, 32));
    }
}
