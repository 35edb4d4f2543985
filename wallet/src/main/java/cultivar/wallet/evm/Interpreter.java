package cultivar.wallet.evm;

import java.math.BigInteger;

/** Runs a frame's instructions one by one until it returns, reverts or halts. */
final class Interpreter {
    private static final int COPY_PER_WORD = 3;

    private final EnvironmentOps environment;
    private final StorageOps storage;
    private final CallOps calls;

    Interpreter(Evm evm) {
        this.environment = new EnvironmentOps(evm);
        this.storage = new StorageOps(evm);
        this.calls = new CallOps(evm);
    }

    /** Runs to the end; a {@link Halt} means failure. */
    Outcome run(Frame frame) {
        while (frame.position < frame.code.length) {
            int opcode = frame.code[frame.position++] & 255;
            Opcodes.Shape shape = Opcodes.shape(opcode);
            if (shape == null) {
                throw Halt.badInstruction(opcode);
            }
            int size = frame.stack.size();
            if (size < shape.pops()) {
                throw Halt.stackUnderflow();
            }
            if (size - shape.pops() + shape.pushes() > Stack.LIMIT) {
                throw Halt.stackOverflow();
            }
            frame.charge(shape.gas());
            switch (opcode) {
                case Opcodes.STOP -> {
                    return Outcome.success(new byte[0], frame.gas());
                }
                case Opcodes.RETURN, Opcodes.REVERT -> {
                    byte[] output = frame.read(frame.range(frame.pop(), frame.pop()));
                    return opcode == Opcodes.RETURN
                            ? Outcome.success(output, frame.gas())
                            : Outcome.revert(output, frame.gas());
                }
                case Opcodes.SELFDESTRUCT -> {
                    storage.selfDestruct(frame);
                    return Outcome.success(new byte[0], frame.gas());
                }
                default -> step(frame, opcode);
            }
        }
        return Outcome.success(new byte[0], frame.gas());
    }

    private void step(Frame frame, int opcode) {
        if (opcode < Opcodes.KECCAK256) {
            ArithmeticOps.run(frame, opcode);
        } else if (opcode < Opcodes.POP) {
            environment.run(frame, opcode);
        } else if (opcode < Opcodes.PUSH0) {
            memoryAndFlow(frame, opcode);
        } else if (opcode <= Opcodes.PUSH32) {
            push(frame, opcode - Opcodes.PUSH0);
        } else if (opcode < Opcodes.SWAP1) {
            frame.stack.duplicate(opcode - Opcodes.DUP1 + 1);
        } else if (opcode < Opcodes.LOG0) {
            frame.stack.swap(opcode - Opcodes.SWAP1 + 1);
        } else if (opcode <= Opcodes.LOG4) {
            storage.log(frame, opcode - Opcodes.LOG0);
        } else if (opcode == Opcodes.CREATE || opcode == Opcodes.CREATE2) {
            calls.create(frame, opcode);
        } else {
            calls.call(frame, opcode);
        }
    }

    private void memoryAndFlow(Frame frame, int opcode) {
        switch (opcode) {
            case 0x50 -> frame.pop();
            case 0x51 -> frame.push(Word.of(frame.read(frame.range(frame.pop(), BigInteger.valueOf(Word.BYTES)))));
            case 0x52 -> {
                Frame.Range range = frame.range(frame.pop(), BigInteger.valueOf(Word.BYTES));
                frame.memory.write(range.offset(), Word.bytes(frame.pop()), Word.BYTES);
            }
            case 0x53 -> {
                Frame.Range range = frame.range(frame.pop(), BigInteger.ONE);
                frame.memory.writeByte(range.offset(), frame.pop().intValue());
            }
            case 0x54 -> storage.load(frame);
            case 0x55 -> storage.store(frame);
            case 0x56 -> frame.jump(frame.pop());
            case 0x57 -> {
                BigInteger target = frame.pop();
                if (frame.pop().signum() != 0) {
                    frame.jump(target);
                }
            }
            case 0x58 -> frame.push(frame.position - 1);
            case 0x59 -> frame.push(frame.memory.size());
            case 0x5a -> frame.push(frame.gas());
            case 0x5b -> {} // JUMPDEST only marks a place
            case 0x5c -> storage.loadTransient(frame);
            case 0x5d -> storage.storeTransient(frame);
            case 0x5e -> copyMemory(frame);
            default -> throw Halt.badInstruction(opcode);
        }
    }

    /** MCOPY pays for the farther end of both ranges (EIP-5656). */
    private static void copyMemory(Frame frame) {
        BigInteger to = frame.pop();
        BigInteger from = frame.pop();
        BigInteger length = frame.pop();
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range source = frame.range(from, length);
        Frame.Range target = frame.range(to, length);
        frame.memory.copy(target.offset(), source.offset(), target.length());
    }

    private static void push(Frame frame, int length) {
        frame.push(Word.of(Word.slice(frame.code, BigInteger.valueOf(frame.position), length)));
        frame.position += length;
    }
}
