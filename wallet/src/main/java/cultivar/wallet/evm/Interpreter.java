package cultivar.wallet.evm;

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
        byte[] code = frame.code.bytes();
        while (frame.position < code.length) {
            int opcode = code[frame.position++] & 255;
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
                    byte[] output = frame.read(frame.range(frame.popBounded(), frame.popBounded()));
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
            frame.pushCode(opcode - Opcodes.PUSH0);
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
            case Opcodes.POP -> frame.stack.drop();
            case Opcodes.MLOAD -> frame.memory.pushTo(frame.stack, frame.word());
            case Opcodes.MSTORE -> frame.memory.popFrom(frame.stack, frame.word());
            case Opcodes.MSTORE8 -> {
                Frame.Range range = frame.range(frame.popBounded(), 1);
                frame.memory.writeByte(range.offset(), frame.stack.popByte());
            }
            case Opcodes.SLOAD -> storage.load(frame);
            case Opcodes.SSTORE -> storage.store(frame);
            case Opcodes.JUMP -> frame.jump(frame.popBounded());
            case Opcodes.JUMPI -> {
                long target = frame.popBounded();
                if (!frame.stack.popIsZero()) {
                    frame.jump(target);
                }
            }
            case Opcodes.PC -> frame.push(frame.position - 1);
            case Opcodes.MSIZE -> frame.push(frame.memory.size());
            case Opcodes.GAS -> frame.push(frame.gas());
            case Opcodes.JUMPDEST -> {} // only marks a place
            case Opcodes.TLOAD -> storage.loadTransient(frame);
            case Opcodes.TSTORE -> storage.storeTransient(frame);
            case Opcodes.MCOPY -> copyMemory(frame);
            default -> throw Halt.badInstruction(opcode);
        }
    }

    /** MCOPY pays for the farther end of both ranges (EIP-5656). */
    private static void copyMemory(Frame frame) {
        long to = frame.popBounded();
        long from = frame.popBounded();
        long length = frame.popBounded();
        frame.chargeWords(COPY_PER_WORD, length);
        Frame.Range source = frame.range(from, length);
        Frame.Range target = frame.range(to, length);
        frame.memory.copy(target.offset(), source.offset(), target.length());
    }
}
