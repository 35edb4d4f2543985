package cultivar.wallet.evm;

import org.jspecify.annotations.Nullable;

/** The instructions of Cancun: their fixed gas and what they take from and leave on the stack. */
final class Opcodes {
    /** Fixed gas, words taken, words left. */
    record Shape(int gas, int pops, int pushes) {}

    static final int STOP = 0x00;
    static final int KECCAK256 = 0x20;
    static final int ADDRESS = 0x30;
    static final int BLOCKHASH = 0x40;
    static final int POP = 0x50;
    static final int JUMPDEST = 0x5b;
    static final int PUSH0 = 0x5f;
    static final int PUSH1 = 0x60;
    static final int PUSH32 = 0x7f;
    static final int DUP1 = 0x80;
    static final int SWAP1 = 0x90;
    static final int LOG0 = 0xa0;
    static final int LOG4 = 0xa4;
    static final int CREATE = 0xf0;
    static final int CALL = 0xf1;
    static final int CALLCODE = 0xf2;
    static final int RETURN = 0xf3;
    static final int DELEGATECALL = 0xf4;
    static final int CREATE2 = 0xf5;
    static final int STATICCALL = 0xfa;
    static final int REVERT = 0xfd;
    static final int SELFDESTRUCT = 0xff;

    private static final @Nullable Shape[] TABLE = table();

    private Opcodes() {}

    /** What is known of an instruction; null if there is none. */
    static @Nullable Shape shape(int opcode) {
        return TABLE[opcode];
    }

    private static @Nullable Shape[] table() {
        @Nullable Shape[] t = new Shape[256];
        t[STOP] = new Shape(0, 0, 0);
        arithmetic(t);
        environment(t);
        // POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST TLOAD TSTORE MCOPY PUSH0
        int[] gas = {2, 3, 3, 3, 0, 0, 8, 10, 2, 2, 2, 1, 100, 100, 3, 2};
        int[] pops = {1, 1, 2, 2, 1, 2, 1, 2, 0, 0, 0, 0, 1, 2, 3, 0};
        int[] pushes = {0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1};
        put(t, POP, gas, pops, pushes);
        for (int i = 0; i < 32; i++) {
            t[PUSH1 + i] = new Shape(3, 0, 1);
        }
        for (int i = 0; i < 16; i++) {
            t[DUP1 + i] = new Shape(3, i + 1, i + 2);
            t[SWAP1 + i] = new Shape(3, i + 2, i + 2);
        }
        for (int i = 0; i <= 4; i++) {
            t[LOG0 + i] = new Shape(375 * (i + 1), 2 + i, 0);
        }
        t[CREATE] = new Shape(32_000, 3, 1);
        t[CALL] = new Shape(0, 7, 1);
        t[CALLCODE] = new Shape(0, 7, 1);
        t[RETURN] = new Shape(0, 2, 0);
        t[DELEGATECALL] = new Shape(0, 6, 1);
        t[CREATE2] = new Shape(32_000, 4, 1);
        t[STATICCALL] = new Shape(0, 6, 1);
        t[REVERT] = new Shape(0, 2, 0);
        t[SELFDESTRUCT] = new Shape(5_000, 1, 0);
        return t;
    }

    private static void arithmetic(@Nullable Shape[] t) {
        // ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND
        int[] gas = {3, 5, 3, 5, 5, 5, 5, 8, 8, 10, 5};
        int[] pops = {2, 2, 2, 2, 2, 2, 2, 3, 3, 2, 2};
        for (int i = 0; i < gas.length; i++) {
            t[0x01 + i] = new Shape(gas[i], pops[i], 1);
        }
        // LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR
        int[] comparisonPops = {2, 2, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2};
        for (int i = 0; i < comparisonPops.length; i++) {
            t[0x10 + i] = new Shape(3, comparisonPops[i], 1);
        }
        t[KECCAK256] = new Shape(30, 2, 1);
    }

    private static void environment(@Nullable Shape[] t) {
        // ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY CODESIZE CODECOPY GASPRICE
        // EXTCODESIZE EXTCODECOPY RETURNDATASIZE RETURNDATACOPY EXTCODEHASH
        int[] gas = {2, 0, 2, 2, 2, 3, 2, 3, 2, 3, 2, 0, 0, 2, 3, 0};
        int[] pops = {0, 1, 0, 0, 0, 1, 0, 3, 0, 3, 0, 1, 4, 0, 3, 1};
        int[] pushes = {1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1};
        put(t, ADDRESS, gas, pops, pushes);
        // BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBHASH BLOBBASEFEE
        int[] blockGas = {20, 2, 2, 2, 2, 2, 2, 5, 2, 3, 2};
        int[] blockPops = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
        for (int i = 0; i < blockGas.length; i++) {
            t[BLOCKHASH + i] = new Shape(blockGas[i], blockPops[i], 1);
        }
    }

    private static void put(@Nullable Shape[] t, int first, int[] gas, int[] pops, int[] pushes) {
        for (int i = 0; i < gas.length; i++) {
            t[first + i] = new Shape(gas[i], pops[i], pushes[i]);
        }
    }
}
