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
            case 0x20 -> hash(frame);
            case 0x30 -> frame.push(message.self().word());
            case 0x31 -> frame.push(evm.state().balance(reach(frame)));
            case 0x32 -> frame.push(evm.sender().word());
            case 0x33 -> frame.push(message.caller().word());
            case 0x34 -> frame.push(message.value());
            case 0x35 -> frame.push(Word.of(Word.slice(message.input(), frame.pop(), Word.BYTES)));
            case 0x36 -> frame.push(message.input().length);
            case 0x37 -> copy(frame, message.input());
            case 0x38 -> frame.push(frame.code.length);
            case 0x39 -> copy(frame, frame.code);
            case 0x3a -> frame.push(evm.gasPrice());
            case 0x3b -> frame.push(evm.state().code(reach(frame)).length);
            case 0x3c -> copy(frame, evm.state().code(reach(frame)));
            case 0x3d -> frame.push(frame.returned.length);
            case 0x3e -> copyReturned(frame);
            case 0x3f -> codeHash(frame);
            default -> block(frame, opcode);
        }
    }

    private void block(Frame frame, int opcode) {
        Block block = evm.block();
        switch (opcode) {
            case 0x40 -> blockHash(frame, block);
            case 0x41 -> frame.push(block.coinbase().word());
            case 0x42 -> frame.push(block.timestamp());
            case 0x43 -> frame.push(block.number());
            case 0x44 -> frame.push(block.random());
            case 0x45 -> frame.push(block.gasLimit());
            case 0x46 -> frame.push(block.chainId());
            case 0x47 -> frame.push(evm.state().balance(frame.self()));
            case 0x48 -> frame.push(block.baseFee());
            case 0x49 -> blobHash(frame);
            case 0x4a -> frame.push(block.blobBaseFee());
            default -> throw Halt.badInstruction(opcode);
        }
    }

    /** Takes an address from the stack and pays for reaching it. */
    private Address reach(Frame frame) {
        Address address = frame.popAddress();
        evm.chargeAccess(frame, address);
        return address;
    }

    private static void hash(Frame frame) {
        BigInteger offset = frame.pop();
        BigInteger length = frame.pop();
        frame.chargeWords(HASH_PER_WORD, length);
        frame.push(Word.of(Keccak.hash(frame.read(frame.range(offset, length)))));
    }

    private static void copy(Frame frame, byte[] source) {
        BigInteger to = frame.pop();
        BigInteger from = frame.pop();
        BigInteger length = frame.pop();
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range range = frame.range(to, length);
        frame.memory.write(range.offset(), Word.slice(source, from, range.length()), range.length());
    }

    private static void copyReturned(Frame frame) {
        BigInteger to = frame.pop();
        BigInteger from = frame.pop();
        BigInteger length = frame.pop();
        if (from.add(length).compareTo(BigInteger.valueOf(frame.returned.length)) > 0) {
            throw Halt.returnData();
        }
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range range = frame.range(to, length);
        frame.memory.write(range.offset(), Word.slice(frame.returned, from, range.length()), range.length());
    }

    private void codeHash(Frame frame) {
        Address address = reach(frame);
        frame.push(
                evm.state().isEmpty(address)
                        ? BigInteger.ZERO
                        : Word.of(Keccak.hash(evm.state().code(address))));
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
