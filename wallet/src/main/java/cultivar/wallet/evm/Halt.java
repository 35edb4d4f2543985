package cultivar.wallet.evm;

/** Ends a frame at once: all its gas is gone and its changes are undone. Part of the machine's normal course. */
final class Halt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Halt(String reason) {
        super(reason, null, false, false);
    }

    static Halt outOfGas() {
        return new Halt("out of gas");
    }

    static Halt stackUnderflow() {
        return new Halt("stack underflow");
    }

    static Halt stackOverflow() {
        return new Halt("stack overflow");
    }

    static Halt badJump() {
        return new Halt("jump to a place that is no destination");
    }

    static Halt badInstruction(int opcode) {
        return new Halt("instruction 0x%02x does not exist".formatted(opcode));
    }

    static Halt staticCall() {
        return new Halt("change of state inside a static call");
    }

    static Halt returnData() {
        return new Halt("read beyond the returned data");
    }

    static Halt badCode(String why) {
        return new Halt(why);
    }
}
