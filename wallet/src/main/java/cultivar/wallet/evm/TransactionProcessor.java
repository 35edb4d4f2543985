package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;

/** Applies transactions to a state: checks, fees, the run itself, refunds. */
public final class TransactionProcessor {
    private static final long BASE = 21_000;
    private static final long CREATION = 32_000;
    private static final long ZERO_BYTE = 4;
    private static final long BYTE = 16;
    private static final long INIT_WORD = 2;
    private static final long ACCESS_ADDRESS = 2_400;
    private static final long ACCESS_KEY = 1_900;
    private static final long REFUND_QUOTIENT = 5;
    private static final int MOST_BLOBS = 6;

    private final WorldState state;

    /** Works on this state. */
    public TransactionProcessor(WorldState state) {
        this.state = state;
    }

    /**
     * Applies a transaction and makes its changes final.
     *
     * @throws InvalidTransactionException if no block may contain it; nothing changes
     */
    public ExecutionResult apply(Transaction transaction, Block block) {
        check(transaction, block);
        require(
                transaction.nonce() == state.nonce(transaction.sender()),
                nonceProblem("high", transaction, state.nonce(transaction.sender())));
        ExecutionResult result = executeOrUndo(transaction, block);
        state.keep();
        return result;
    }

    /**
     * Runs a transaction without checks. What it does can be undone with {@link WorldState#undoTo}.
     *
     * @param traceTransfers whether each movement of coin is logged as {@link TransferLog} describes
     */
    public ExecutionResult run(Transaction transaction, Block block, boolean traceTransfers) {
        requireIntrinsicGas(transaction);
        return execute(transaction, block, traceTransfers);
    }

    /** Runs a creation without checks or fees and keeps it: for the contracts that a chain begins with. */
    public Address predeploy(byte[] initCode, Block block) {
        Transaction transaction = Transaction.unsigned(
                Address.ZERO, state.nonce(Address.ZERO), null, BigInteger.ZERO, initCode, block.gasLimit());
        ExecutionResult result = executeOrUndo(transaction, block);
        state.keep();
        Address created = result.created();
        if (created == null) {
            throw new InvalidTransactionException("A contract of the first block cannot be made: " + result.reason());
        }
        return created;
    }

    /** Address of the contract that an account makes at a nonce. */
    public static Address made(Address maker, long nonce) {
        return CallOps.address(maker, nonce);
    }

    /** What the machine cannot do, such as a missing precompiled contract, must leave no half of a transaction. */
    private ExecutionResult executeOrUndo(Transaction transaction, Block block) {
        int mark = state.mark();
        try {
            return execute(transaction, block, false);
        } catch (RuntimeException | Error e) {
            state.undoTo(mark);
            throw e;
        }
    }

    /** Gas that is paid before the first instruction. */
    public static long intrinsicGas(Transaction transaction) {
        long gas = BASE;
        for (byte b : transaction.data()) {
            gas += b == 0 ? ZERO_BYTE : BYTE;
        }
        if (transaction.to() == null) {
            gas += CREATION + INIT_WORD * Word.count(transaction.data().length);
        }
        for (Transaction.Access access : transaction.accessList()) {
            gas += ACCESS_ADDRESS + ACCESS_KEY * access.keys().size();
        }
        return gas;
    }

    /**
     * Looks whether a transaction may ever get into a block: now, or after others of its sender.
     *
     * @throws InvalidTransactionException if it may not
     */
    public void check(Transaction tx, Block block) {
        BigInteger chain = tx.chainId();
        require(
                chain == null || chain.equals(BigInteger.valueOf(block.chainId())),
                "The transaction is for chain " + chain + ", not for chain " + block.chainId() + ".");
        require(state.code(tx.sender()).length == 0, "The sender is a contract."); // EIP-3607
        long nonce = state.nonce(tx.sender());
        require(Long.compareUnsigned(tx.nonce(), nonce) >= 0, nonceProblem("low", tx, nonce));
        require(nonce != -1, "The account's nonce is used up.");
        require(
                tx.to() != null || tx.data().length <= Evm.LARGEST_INIT_CODE,
                "max initcode size exceeded: creation code has at most " + Evm.LARGEST_INIT_CODE + " bytes.");
        require(
                tx.gasLimit().compareTo(block.gasLimit()) <= 0 && tx.gasLimit().bitLength() < 64,
                "The gas limit is above the block's, " + block.gasLimit() + ".");
        requireIntrinsicGas(tx);
        require(
                tx.maxFee().compareTo(tx.maxPriorityFee()) >= 0,
                "The tip for each unit of gas is above the most that may be paid for it.");
        require(
                tx.maxFee().compareTo(block.baseFee()) >= 0,
                "max fee per gas less than block base fee: " + block.baseFee() + " wei.");
        validateBlobs(tx, block);
        BigInteger most = tx.gasLimit()
                .multiply(tx.maxFee())
                .add(tx.value())
                .add(tx.maxBlobFee().multiply(blobGas(tx)));
        require(
                state.balance(tx.sender()).compareTo(most) >= 0,
                "insufficient funds for gas * price + value: " + most + " wei are needed, the account has "
                        + state.balance(tx.sender()) + ".");
    }

    private static String nonceProblem(String what, Transaction tx, long nonce) {
        return "nonce too " + what + ": the account's is " + Long.toUnsignedString(nonce) + ", the transaction's "
                + Long.toUnsignedString(tx.nonce()) + ".";
    }

    private static void requireIntrinsicGas(Transaction tx) {
        require(
                tx.gasLimit().longValue() >= intrinsicGas(tx),
                "intrinsic gas too low: at least " + intrinsicGas(tx) + " are needed.");
    }

    private static void validateBlobs(Transaction tx, Block block) {
        if (tx.type() != 3) {
            return;
        }
        require(tx.to() != null, "A transaction with blobs cannot make a contract.");
        int count = tx.blobHashes().size();
        require(count >= 1 && count <= MOST_BLOBS, "A transaction has one to " + MOST_BLOBS + " blobs.");
        require(
                tx.blobHashes().stream().allMatch(h -> h.shiftRight(248).intValue() == 1),
                "A blob's hash has an unknown version.");
        require(tx.maxBlobFee().compareTo(block.blobBaseFee()) >= 0, "max fee per blob gas less than block's.");
    }

    private static BigInteger blobGas(Transaction tx) {
        return BigInteger.valueOf(Block.GAS_PER_BLOB * tx.blobHashes().size());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new InvalidTransactionException(message);
        }
    }

    private ExecutionResult execute(Transaction tx, Block block, boolean traceTransfers) {
        BigInteger price = tx.maxFee().min(block.baseFee().add(tx.maxPriorityFee()));
        long limit = tx.gasLimit().longValueExact();
        Scope scope = new Scope(state, traceTransfers);
        BigInteger bought =
                tx.gasLimit().multiply(price).add(block.blobBaseFee().multiply(blobGas(tx)));
        Address sender = tx.sender();
        long nonce = state.nonce(sender);
        state.setBalance(sender, state.balance(sender).subtract(bought));
        state.setNonce(sender, nonce + 1);
        scope.touch(sender);
        Address self = tx.to() == null ? CallOps.address(sender, nonce) : tx.to();
        warm(scope, tx, block, self);

        Evm evm = new Evm(state, scope, block, sender, price, tx.blobHashes());
        byte[] input = tx.to() == null ? new byte[0] : tx.data();
        long gas = limit - intrinsicGas(tx);
        Message message = new Message(0, sender, self, self, tx.value(), true, input, gas, false);
        Outcome outcome = tx.to() == null ? evm.create(message, tx.data()) : evm.call(message);

        long used = limit - outcome.gasLeft();
        if (outcome.succeeded()) {
            used -= Math.min(scope.refund(), used / REFUND_QUOTIENT);
        }
        state.addBalance(sender, price.multiply(BigInteger.valueOf(limit - used)));
        BigInteger tip = price.subtract(block.baseFee());
        if (tip.signum() > 0) {
            state.addBalance(block.coinbase(), tip.multiply(BigInteger.valueOf(used)));
        }
        scope.touch(block.coinbase());
        scope.settle();
        return new ExecutionResult(
                outcome.succeeded(),
                outcome.status() == Outcome.Status.REVERT,
                used,
                price,
                outcome.succeeded() ? scope.logs() : List.of(),
                outcome.output(),
                tx.to() == null && outcome.succeeded() ? self : null,
                outcome.status() == Outcome.Status.REVERT ? "reverted" : outcome.reason());
    }

    /** What costs the lower price from the start: EIP-2929, EIP-2930, EIP-3651. */
    private static void warm(Scope scope, Transaction tx, Block block, Address self) {
        scope.warm(tx.sender());
        scope.warm(self);
        scope.warm(block.coinbase());
        for (int i = 1; i <= Precompiles.COUNT; i++) {
            scope.warm(Address.of(BigInteger.valueOf(i)));
        }
        for (Transaction.Access access : tx.accessList()) {
            scope.warm(access.address());
            access.keys().forEach(key -> scope.warm(access.address(), key));
        }
    }
}
