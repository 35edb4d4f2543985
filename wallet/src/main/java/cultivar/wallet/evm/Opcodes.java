package cultivar.wallet.evm;

import org.jspecify.annotations.Nullable;

/** The instructions of Cancun: their names, their fixed gas, and what they take from and leave on the stack. */
final class Opcodes {
    /** Fixed gas, words taken, words left. */
    record Shape(int gas, int pops, int pushes) {}

    static final int STOP = 0x00;
    static final int ADD = 0x01;
    static final int MUL = 0x02;
    static final int SUB = 0x03;
    static final int DIV = 0x04;
    static final int SDIV = 0x05;
    static final int MOD = 0x06;
    static final int SMOD = 0x07;
    static final int ADDMOD = 0x08;
    static final int MULMOD = 0x09;
    static final int EXP = 0x0a;
    static final int SIGNEXTEND = 0x0b;
    static final int LT = 0x10;
    static final int GT = 0x11;
    static final int SLT = 0x12;
    static final int SGT = 0x13;
    static final int EQ = 0x14;
    static final int ISZERO = 0x15;
    static final int AND = 0x16;
    static final int OR = 0x17;
    static final int XOR = 0x18;
    static final int NOT = 0x19;
    static final int BYTE = 0x1a;
    static final int SHL = 0x1b;
    static final int SHR = 0x1c;
    static final int SAR = 0x1d;
    static final int KECCAK256 = 0x20;
    static final int ADDRESS = 0x30;
    static final int BALANCE = 0x31;
    static final int ORIGIN = 0x32;
    static final int CALLER = 0x33;
    static final int CALLVALUE = 0x34;
    static final int CALLDATALOAD = 0x35;
    static final int CALLDATASIZE = 0x36;
    static final int CALLDATACOPY = 0x37;
    static final int CODESIZE = 0x38;
    static final int CODECOPY = 0x39;
    static final int GASPRICE = 0x3a;
    static final int EXTCODESIZE = 0x3b;
    static final int EXTCODECOPY = 0x3c;
    static final int RETURNDATASIZE = 0x3d;
    static final int RETURNDATACOPY = 0x3e;
    static final int EXTCODEHASH = 0x3f;
    static final int BLOCKHASH = 0x40;
    static final int COINBASE = 0x41;
    static final int TIMESTAMP = 0x42;
    static final int NUMBER = 0x43;
    static final int PREVRANDAO = 0x44;
    static final int GASLIMIT = 0x45;
    static final int CHAINID = 0x46;
    static final int SELFBALANCE = 0x47;
    static final int BASEFEE = 0x48;
    static final int BLOBHASH = 0x49;
    static final int BLOBBASEFEE = 0x4a;
    static final int POP = 0x50;
    static final int MLOAD = 0x51;
    static final int MSTORE = 0x52;
    static final int MSTORE8 = 0x53;
    static final int SLOAD = 0x54;
    static final int SSTORE = 0x55;
    static final int JUMP = 0x56;
    static final int JUMPI = 0x57;
    static final int PC = 0x58;
    static final int MSIZE = 0x59;
    static final int GAS = 0x5a;
    static final int JUMPDEST = 0x5b;
    static final int TLOAD = 0x5c;
    static final int TSTORE = 0x5d;
    static final int MCOPY = 0x5e;
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
            t[ADD + i] = new Shape(gas[i], pops[i], 1);
        }
        // LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR
        int[] comparisonPops = {2, 2, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2};
        for (int i = 0; i < comparisonPops.length; i++) {
            t[LT + i] = new Shape(3, comparisonPops[i], 1);
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
