package cultivar.wallet.evm;

/** A contract that is part of the machine. */
interface Precompile {
    /** Gas for this input. */
    long gas(byte[] input);

    /** The output; a {@link Halt} for input that the contract refuses. */
    byte[] run(byte[] input);
}
