package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.util.List;

/** Instructions 0x20 to 0x4a: hashing and what code may know of its call, other accounts and the block. */
final class EnvironmentOps {
    private static final int COPY_PER_WORD = 3;
    private static final int HASH_PER_WORD = 6;

    private final Evm evm;

    EnvironmentOps(Evm evm) {
        this.evm = evm;
    }

    void run(Frame frame, int opcode) {
        Message message = frame.message;
        switch (opcode) {
            case Opcodes.KECCAK256 -> hash(frame);
            case Opcodes.ADDRESS -> frame.push(message.self().word());
            case Opcodes.BALANCE -> frame.push(evm.state().balance(reach(frame)));
            case Opcodes.ORIGIN -> frame.push(evm.sender().word());
            case Opcodes.CALLER -> frame.push(message.caller().word());
            case Opcodes.CALLVALUE -> frame.push(message.value());
            case Opcodes.CALLDATALOAD -> loadInput(frame);
            case Opcodes.CALLDATASIZE -> frame.push(message.input().length);
            case Opcodes.CALLDATACOPY -> copy(frame, message.input());
            case Opcodes.CODESIZE -> frame.push(frame.code.length());
            case Opcodes.CODECOPY -> copy(frame, frame.code.bytes());
            case Opcodes.GASPRICE -> frame.push(evm.gasPrice());
            case Opcodes.EXTCODESIZE -> frame.push(evm.state().code(reach(frame)).length);
            case Opcodes.EXTCODECOPY -> copy(frame, evm.state().code(reach(frame)));
            case Opcodes.RETURNDATASIZE -> frame.push(frame.returned.length);
            case Opcodes.RETURNDATACOPY -> copyReturned(frame);
            case Opcodes.EXTCODEHASH -> codeHash(frame);
            default -> block(frame, opcode);
        }
    }

    private void block(Frame frame, int opcode) {
        Block block = evm.block();
        switch (opcode) {
            case Opcodes.BLOCKHASH -> blockHash(frame, block);
            case Opcodes.COINBASE -> frame.push(block.coinbase().word());
            case Opcodes.TIMESTAMP -> frame.push(block.timestamp());
            case Opcodes.NUMBER -> frame.push(block.number());
            case Opcodes.PREVRANDAO -> frame.push(block.random());
            case Opcodes.GASLIMIT -> frame.push(block.gasLimit());
            case Opcodes.CHAINID -> frame.push(block.chainId());
            case Opcodes.SELFBALANCE -> frame.push(evm.state().balance(frame.self()));
            case Opcodes.BASEFEE -> frame.push(block.baseFee());
            case Opcodes.BLOBHASH -> blobHash(frame);
            case Opcodes.BLOBBASEFEE -> frame.push(block.blobBaseFee());
            default -> throw Halt.badInstruction(opcode);
        }
    }

    /** Takes an address from the stack and pays for reaching it. */
    private Address reach(Frame frame) {
        Address address = frame.popAddress();
        evm.chargeAccess(frame, address);
        return address;
    }

    private static void loadInput(Frame frame) {
        byte[] input = frame.message.input();
        long offset = frame.popBounded();
        if (offset + Word.BYTES <= input.length) {
            frame.stack.pushBytes(input, (int) offset);
        } else {
            frame.stack.pushBytes(Word.slice(input, offset, Word.BYTES), 0);
        }
    }

    private static void hash(Frame frame) {
        long offset = frame.popBounded();
        long length = frame.popBounded();
        frame.chargeWords(HASH_PER_WORD, length);
        frame.stack.pushBytes(Keccak.hash(frame.read(frame.range(offset, length))), 0);
    }

    private static void copy(Frame frame, byte[] source) {
        long to = frame.popBounded();
        long from = frame.popBounded();
        long length = frame.popBounded();
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range range = frame.range(to, length);
        frame.memory.write(range.offset(), Word.slice(source, from, range.length()), range.length());
    }

    private static void copyReturned(Frame frame) {
        long to = frame.popBounded();
        long from = frame.popBounded();
        long length = frame.popBounded();
        if (from + length > frame.returned.length) {
            throw Halt.returnData();
        }
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range range = frame.range(to, length);
        frame.memory.write(range.offset(), Word.slice(frame.returned, from, range.length()), range.length());
    }

    private void codeHash(Frame frame) {
        Address address = reach(frame);
        if (evm.state().isEmpty(address)) {
            frame.push(0);
        } else {
            frame.stack.pushBytes(evm.state().codeOf(address).hash(), 0);
        }
    }

    private static void blockHash(Frame frame, Block block) {
        BigInteger wanted = frame.pop();
        boolean known = wanted.bitLength() < 63
                && wanted.longValue() < block.number()
                && wanted.longValue() >= block.number() - 256;
        frame.push(known ? block.hashes().apply(wanted.longValue()) : BigInteger.ZERO);
    }

    private void blobHash(Frame frame) {
        BigInteger index = frame.pop();
        List<BigInteger> hashes = evm.blobHashes();
        boolean known = index.compareTo(BigInteger.valueOf(hashes.size())) < 0;
        frame.push(known ? hashes.get(index.intValue()) : BigInteger.ZERO);
    }
}
