package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes random programs from a seed: the same number gives the same program on every machine. */
final class Programs {
    private static final int CONTRACTS = 4;
    private static final int[] BLOCK = {
        Opcodes.COINBASE,
        Opcodes.TIMESTAMP,
        Opcodes.NUMBER,
        Opcodes.PREVRANDAO,
        Opcodes.GASLIMIT,
        Opcodes.CHAINID,
        Opcodes.SELFBALANCE,
        Opcodes.BASEFEE,
        Opcodes.BLOBBASEFEE
    };
    private static final int[] OWN = {
        Opcodes.ADDRESS,
        Opcodes.ORIGIN,
        Opcodes.CALLER,
        Opcodes.CALLVALUE,
        Opcodes.CALLDATASIZE,
        Opcodes.CODESIZE,
        Opcodes.GASPRICE,
        Opcodes.RETURNDATASIZE,
        Opcodes.PC,
        Opcodes.MSIZE,
        Opcodes.GAS
    };
    private static final int[] CALLS = {
        Opcodes.CALL, Opcodes.CALL, Opcodes.CALLCODE, Opcodes.DELEGATECALL, Opcodes.STATICCALL
    };
    private static final BigInteger MAX = Word.MODULUS.subtract(BigInteger.ONE);

    private final Random random;
    private int current;

    private Programs(long seed) {
        this.random = new Random(seed);
    }

    static Program of(long seed) {
        return new Programs(seed).program();
    }

    private static Address contract(int index) {
        return Address.parse("0x100000000000000000000000000000000000000" + index);
    }

    private Program program() {
        List<Program.Contract> contracts = new ArrayList<>();
        for (int i = 0; i < CONTRACTS; i++) {
            Map<BigInteger, BigInteger> storage = new HashMap<>();
            for (int slot = random.nextInt(4); slot < Program.SLOTS; slot += 1 + random.nextInt(3)) {
                storage.put(BigInteger.valueOf(slot), BigInteger.valueOf(1 + random.nextInt(3)));
            }
            current = i;
            byte[] code = i == CONTRACTS - 1 && chance(10) ? noise() : code(i == 0 ? 30 : 12, 0);
            contracts.add(
                    new Program.Contract(contract(i), code, BigInteger.valueOf(random.nextInt(3) * 1_000L), storage));
        }
        return new Program(
                List.copyOf(contracts),
                contract(0),
                BigInteger.valueOf(chance(30) ? random.nextInt(2_000) : 0),
                bytes(random.nextInt(100)),
                100_000 + random.nextInt(chance(70) ? 3_000_000 : 300_000),
                accessList());
    }

    private List<Transaction.Access> accessList() {
        List<Transaction.Access> out = new ArrayList<>();
        while (chance(20)) {
            List<BigInteger> keys = new ArrayList<>();
            while (chance(60)) {
                keys.add(BigInteger.valueOf(random.nextInt(Program.SLOTS)));
            }
            out.add(new Transaction.Access(contract(random.nextInt(CONTRACTS)), List.copyOf(keys)));
        }
        return List.copyOf(out);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int one(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private byte[] bytes(int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }

    /** Bytes of which most are instructions. */
    private byte[] noise() {
        byte[] out = bytes(20 + random.nextInt(60));
        for (int i = 0; i < out.length; i++) {
            if (chance(60)) {
                out[i] = (byte) one(0x01, 0x0b, 0x16, 0x30, 0x34, 0x3a, 0x50, 0x52, 0x5b, 0x5f, 0x60, 0x80, 0x90, 0xf3);
            }
        }
        // No code can begin with this byte (EIP-3541), and Anvil reads these two as a later fork's delegation.
        if (out[0] == (byte) 0xef && out[1] == 0x01) {
            out[0] = Opcodes.STOP;
        }
        return out;
    }

    private byte[] code(int statements, int depth) {
        CodeWriter writer = new CodeWriter(random);
        for (int i = 0; i < statements; i++) {
            statement(writer, depth);
        }
        end(writer, depth);
        return writer.finish();
    }

    private void statement(CodeWriter w, int depth) {
        int kind = random.nextInt(100);
        if (kind < 22) {
            w.op(random.nextInt(4) == 0 ? 0x10 + random.nextInt(14) : 0x01 + random.nextInt(11));
        } else if (kind < 32) {
            w.push(word());
        } else if (kind < 38) {
            shuffle(w);
        } else if (kind < 53) {
            memory(w);
        } else if (kind < 64) {
            environment(w);
        } else if (kind < 76) {
            storage(w);
        } else if (kind < 80) {
            log(w);
        } else if (kind < 91) {
            call(w);
        } else if (kind < 94) {
            create(w, depth);
        } else if (kind < 99) {
            block(w, depth);
        } else {
            oddity(w);
        }
    }

    private BigInteger word() {
        return switch (random.nextInt(8)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> MAX.subtract(BigInteger.valueOf(random.nextInt(3)));
            case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(256));
            case 3 -> BigInteger.ONE.shiftLeft(random.nextInt(256)).subtract(BigInteger.ONE);
            case 4 -> address();
            case 5 -> new BigInteger(256, random);
            case 6 -> new BigInteger(1 + random.nextInt(200), random);
            default -> BigInteger.valueOf(random.nextInt(300));
        };
    }

    private BigInteger address() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> BigInteger.valueOf(1 + random.nextInt(9));
            case 2 -> BigInteger.valueOf(0xdead);
            case 3 -> Program.SENDER.word();
            case 4 -> Program.COINBASE.word();
            default -> contract(neighbour()).word();
        };
    }

    /** Mostly a later contract than the one being written: calls in circles only burn gas. */
    private int neighbour() {
        int later = CONTRACTS - 1 - current;
        return later > 0 && chance(85) ? current + 1 + random.nextInt(later) : random.nextInt(CONTRACTS);
    }

    /** One that is known, or some word that lies on the stack, such as the address of a contract just made. */
    private void pushAddress(CodeWriter w) {
        if (w.free() > 0 && chance(25)) {
            w.op(Opcodes.DUP1 + random.nextInt(Math.min(w.free(), 8)));
        } else {
            w.push(address());
        }
    }

    private void pushOffset(CodeWriter w) {
        w.push(random.nextInt(400) == 0 ? 1L << random.nextInt(40) : random.nextInt(160));
    }

    private void pushLength(CodeWriter w) {
        w.push(random.nextInt(400) == 0 ? word() : BigInteger.valueOf(one(0, 0, 1, 31, 32, 33, 64, 100)));
    }

    private void shuffle(CodeWriter w) {
        int reach = Math.min(w.free(), 16);
        if (reach == 0) {
            w.push(word());
        } else if (chance(50)) {
            w.op(Opcodes.DUP1 + random.nextInt(reach));
        } else if (reach > 1 && chance(70)) {
            w.op(Opcodes.SWAP1 + random.nextInt(reach - 1));
        } else {
            w.op(Opcodes.POP);
        }
    }

    private void memory(CodeWriter w) {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                pushOffset(w);
                w.op(Opcodes.MSTORE);
            }
            case 2 -> {
                pushOffset(w);
                w.op(Opcodes.MLOAD);
            }
            case 3 -> {
                pushOffset(w);
                w.op(Opcodes.MSTORE8);
            }
            case 4 -> {
                pushLength(w);
                pushOffset(w);
                w.op(Opcodes.KECCAK256);
            }
            default -> {
                pushLength(w);
                pushOffset(w);
                pushOffset(w);
                w.op(Opcodes.MCOPY);
            }
        }
    }

    private void environment(CodeWriter w) {
        switch (random.nextInt(8)) {
            case 0, 1 -> w.op(one(OWN));
            case 2 -> w.op(one(BLOCK));
            case 3 -> {
                pushAddress(w);
                w.op(one(Opcodes.BALANCE, Opcodes.EXTCODESIZE, Opcodes.EXTCODEHASH));
            }
            case 4 -> {
                pushOffset(w);
                w.op(Opcodes.CALLDATALOAD);
            }
            case 5 -> {
                pushLength(w);
                pushOffset(w);
                pushOffset(w);
                w.op(one(Opcodes.CALLDATACOPY, Opcodes.CODECOPY));
            }
            case 6 -> {
                pushLength(w);
                pushOffset(w);
                pushOffset(w);
                pushAddress(w);
                w.op(Opcodes.EXTCODECOPY);
            }
            default -> {
                if (chance(90)) {
                    w.op(Opcodes.RETURNDATASIZE);
                    w.push(0);
                } else {
                    pushLength(w);
                    pushOffset(w);
                }
                pushOffset(w);
                w.op(Opcodes.RETURNDATACOPY);
            }
        }
    }

    private void storage(CodeWriter w) {
        BigInteger slot = chance(5) ? word() : BigInteger.valueOf(random.nextInt(Program.SLOTS));
        int opcode = one(Opcodes.SLOAD, Opcodes.SSTORE, Opcodes.SSTORE, Opcodes.TLOAD, Opcodes.TSTORE);
        if (opcode == Opcodes.SSTORE && chance(80)) {
            w.push(random.nextInt(4)); // nought and what was there before are the cases with refunds
        }
        w.push(slot);
        w.op(opcode);
    }

    private void log(CodeWriter w) {
        int topics = random.nextInt(5);
        for (int i = 0; i < topics; i++) {
            w.push(word());
        }
        pushLength(w);
        pushOffset(w);
        w.op(Opcodes.LOG0 + topics);
    }

    private void call(CodeWriter w) {
        int opcode = one(CALLS);
        BigInteger target = address();
        boolean precompiled = target.bitLength() < 4;
        if (precompiled) {
            prepareInput(w, target.intValue());
        }
        pushLength(w);
        pushOffset(w);
        if (precompiled) {
            w.push(one(0, 32, 64, 96, 128, 160, 192, 213));
            w.push(0);
        } else {
            pushLength(w);
            pushOffset(w);
        }
        if (opcode == Opcodes.CALL || opcode == Opcodes.CALLCODE) {
            w.push(chance(60) ? 0 : random.nextInt(1_500));
        }
        if (precompiled) {
            w.push(target);
        } else {
            pushAddress(w);
        }
        if (chance(15)) {
            w.op(Opcodes.GAS);
        } else {
            w.push(chance(3) ? word() : BigInteger.valueOf(one(0, 700, 2_300, 5_000, 30_000, 100_000)));
        }
        w.op(opcode);
    }

    /** Words at the start of memory that a precompiled contract may take. */
    private void prepareInput(CodeWriter w, int number) {
        long[] words = switch (number) {
            case 1 ->
                new long[] {random.nextInt(), 27 + random.nextInt(3), 1 + random.nextInt(9), 1 + random.nextInt(9)};
            case 5 -> new long[] {random.nextInt(40), random.nextInt(40), random.nextInt(40)};
            case 6, 7 -> new long[] {1, 2, random.nextInt(3), one(0, 1, 2)};
            case 9 -> new long[] {0, random.nextInt(), random.nextInt()};
            default -> new long[] {random.nextInt(), random.nextInt()};
        };
        for (int i = 0; i < words.length; i++) {
            w.push(Math.abs(words[i]));
            w.push(32L * i);
            w.op(Opcodes.MSTORE);
        }
    }

    private void create(CodeWriter w, int depth) {
        if (depth > 1) {
            return;
        }
        byte[] init = chance(90) ? code(6, depth + 1) : noise();
        w.push(init.length);
        w.pushDataOffset(init);
        w.push(0);
        w.op(Opcodes.CODECOPY);
        int opcode = one(Opcodes.CREATE, Opcodes.CREATE2);
        if (opcode == Opcodes.CREATE2) {
            w.push(random.nextInt(3));
        }
        w.push(chance(5) ? BigInteger.valueOf(49_153) : BigInteger.valueOf(init.length));
        w.push(0);
        w.push(chance(70) ? 0 : random.nextInt(1_500));
        w.op(opcode);
    }

    /** Statements that may be skipped, or that run a few times. */
    private void block(CodeWriter w, int depth) {
        if (chance(60)) {
            w.push(random.nextInt(3));
            int target = w.pushTarget();
            w.op(Opcodes.JUMPI);
            int floor = w.open();
            statement(w, depth);
            statement(w, depth);
            w.close(floor);
            w.land(target);
            return;
        }
        w.push(1 + random.nextInt(4));
        int floor = w.open();
        int start = w.position();
        w.raw(Opcodes.JUMPDEST);
        statement(w, depth);
        w.close(floor);
        w.push(1);
        w.op(Opcodes.SWAP1);
        w.op(Opcodes.SUB);
        w.op(Opcodes.DUP1);
        w.push(start);
        w.op(Opcodes.JUMPI);
        w.op(Opcodes.POP);
    }

    private void oddity(CodeWriter w) {
        switch (random.nextInt(7)) {
            case 0 -> w.raw(random.nextInt(256));
            case 1 -> {
                w.push(chance(50) ? word() : BigInteger.valueOf(5_000));
                w.op(Opcodes.BLOCKHASH); // none of these blocks is among the last 256
            }
            case 2 -> w.op(Opcodes.BLOBHASH);
            case 3 -> {
                w.push(word());
                w.push(word());
                w.op(Opcodes.MSTORE);
            }
            case 4 -> {
                w.push(random.nextInt(40));
                w.op(Opcodes.JUMP);
            }
            default -> {
                int target = conditional(w);
                ending(w);
                w.land(target);
            }
        }
    }

    private int conditional(CodeWriter w) {
        w.push(chance(70) ? 1 : 0);
        int target = w.pushTarget();
        w.op(Opcodes.JUMPI);
        return target;
    }

    private void ending(CodeWriter w) {
        if (chance(40)) {
            w.push(address());
            w.op(Opcodes.SELFDESTRUCT);
        } else {
            w.push(one(0, 32, 64));
            w.push(0);
            w.op(one(Opcodes.RETURN, Opcodes.REVERT));
        }
    }

    /** Mostly everything that is known goes into the output: gas, size of memory, its hash and some of the stack. */
    private void end(CodeWriter w, int depth) {
        if (depth > 0) {
            endCreation(w, depth);
            return;
        }
        if (chance(8)) {
            ending(w);
            return;
        }
        int place = 0x300;
        for (int i = 0; i < 6 && w.free() > 0; i++, place += 32) {
            w.push(place);
            w.op(Opcodes.MSTORE);
        }
        for (int opcode : new int[] {Opcodes.MSIZE, Opcodes.GAS}) {
            w.op(opcode);
            w.push(place);
            w.op(Opcodes.MSTORE);
            place += 32;
        }
        w.push(0x300);
        w.push(0);
        w.op(Opcodes.KECCAK256);
        w.push(place);
        w.op(Opcodes.MSTORE);
        w.push(place + 32 - 0x300);
        w.push(0x300);
        w.op(chance(85) ? Opcodes.RETURN : Opcodes.REVERT);
    }

    private void endCreation(CodeWriter w, int depth) {
        switch (random.nextInt(10)) {
            case 0 -> ending(w);
            case 1 -> {
                w.push(24_577);
                w.push(0);
                w.op(Opcodes.RETURN);
            }
            case 2 -> {
                w.push(0xef);
                w.push(0);
                w.op(Opcodes.MSTORE8);
                w.push(1);
                w.push(0);
                w.op(Opcodes.RETURN);
            }
            case 3 -> {}
            default -> {
                byte[] runtime = code(6, chance(50) ? 0 : depth + 1);
                w.push(runtime.length);
                w.pushDataOffset(runtime);
                w.push(0);
                w.op(Opcodes.CODECOPY);
                w.push(runtime.length);
                w.push(0);
                w.op(Opcodes.RETURN);
            }
        }
    }
}
