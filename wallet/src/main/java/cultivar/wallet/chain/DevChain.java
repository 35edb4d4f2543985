package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Block;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.InvalidTransactionException;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.TransactionDecoder;
import cultivar.wallet.evm.TransactionProcessor;
import cultivar.wallet.evm.WorldState;
import cultivar.wallet.file.LineFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The development chain inside the studio, called the demo chain wherever people see it. Each transaction gets a block of
 * its own, at once unless {@link #mineAtOnce} is off. The blocks lie in a folder that several processes may open. Safe for
 * use by several threads.
 */
public final class DevChain {
    /** What {@link #revert} goes back to. */
    private record Snapshot(int height, String hash, DevPool pool, Duration ahead) {}

    private final long chainId = Network.demoChain().chainId();
    private final DevLedger ledger;
    private final List<byte[]> predeployed;
    private final Clock clock;

    private DevPool pool = new DevPool();
    private boolean mineAtOnce = true;
    private Duration ahead = Duration.ZERO;
    private final Map<Integer, Snapshot> snapshots = new HashMap<>();

    private DevChain(LineFile file, List<byte[]> predeployed, Clock clock) {
        this.predeployed = predeployed;
        this.ledger = new DevLedger(chainId, file);
        this.clock = clock;
    }

    /**
     * Opens the chain of a folder, or begins it.
     *
     * @param folder where it is kept
     * @param predeployed creation code of the contracts that a new chain begins with; an old chain keeps its own
     * @throws ChainException if the folder cannot be used or the chain in it is damaged
     */
    public static DevChain open(Path folder, List<byte[]> predeployed) {
        return open(folder, predeployed, Clock.systemUTC());
    }

    /** As {@link #open(Path, List)}, with the clock that dates the blocks. */
    public static DevChain open(Path folder, List<byte[]> predeployed, Clock clock) {
        try {
            DevChain chain =
                    new DevChain(new LineFile(folder, "blocks.jsonl", "lock"), List.copyOf(predeployed), clock);
            chain.refresh();
            return chain;
        } catch (IOException e) {
            throw new ChainException("The demo chain in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads what other processes added; where there is no block, makes the first. */
    synchronized void refresh() {
        ledger.refresh();
        if (ledger.isEmpty()) {
            exclusively(() -> {});
        }
    }

    private void exclusively(Runnable work) {
        ledger.exclusively(() -> {
            if (ledger.isEmpty()) {
                append(predeployed);
            }
            work.run();
        });
    }

    private void append(List<byte[]> code) {
        ledger.append(new DevRecord(code.stream().map(Hex::encode).toList(), null, null, now(), null));
    }

    /** How many contracts it was given, in its first block and later. */
    synchronized long given() {
        refresh();
        return state().nonce(Address.ZERO); // which nobody can sign for
    }

    /**
     * Gives it contracts as in its first block, in a block of their own.
     *
     * @param before how many it must have been given before; nothing happens if somebody else was faster
     * @param code creation code
     */
    synchronized void give(long before, List<byte[]> code) {
        exclusively(() -> {
            if (state().nonce(Address.ZERO) == before) {
                append(code);
            }
        });
    }

    /** The service that web3j talks to. */
    public DevChainService service() {
        return new DevChainService(new DevChainRpc(this));
    }

    /** The number of the chain. */
    public long chainId() {
        return chainId;
    }

    /**
     * Gives an account demo coin, which is worth nothing and exists on this machine only.
     *
     * @param wei rounded down to whole 10^9
     */
    public synchronized void fund(Address address, BigInteger wei) {
        exclusively(() -> ledger.append(DevLedger.grant(address, wei, now())));
    }

    /**
     * Takes a signed transaction. It gets into a block at once if it is its sender's turn.
     *
     * @return its hash
     * @throws InvalidTransactionException if it cannot be accepted; nothing changes
     */
    synchronized byte[] send(byte[] raw) {
        Transaction transaction = TransactionDecoder.decode(raw);
        exclusively(() -> {
            new TransactionProcessor(state()).check(transaction, ledger.next(now()));
            pool.add(transaction);
            if (mineAtOnce) {
                minePending(transaction);
            }
        });
        return transaction.hash();
    }

    /**
     * Puts every transaction whose turn it is into a block and counts them. What cannot be run or paid any more is left
     * out for good; only of the one just sent somebody must be told.
     */
    private int minePending(@Nullable Transaction sent) {
        int mined = 0;
        Optional<Transaction> next = pool.next(state());
        while (next.isPresent()) {
            pool.remove(next.get());
            try {
                ledger.append(DevLedger.block(next.get().raw(), now()));
                mined++;
            } catch (UnsupportedOperationException | InvalidTransactionException e) {
                if (sent != null && Arrays.equals(next.get().hash(), sent.hash())) {
                    throw e;
                }
            }
            next = pool.next(state());
        }
        return mined;
    }

    private long now() {
        return clock.instant().plus(ahead).getEpochSecond();
    }

    /** Off, transactions wait until {@link #mine}. */
    public synchronized void mineAtOnce(boolean on) {
        mineAtOnce = on;
    }

    /** Makes blocks of what waits, or one empty block if nothing does. */
    public synchronized void mine() {
        exclusively(() -> {
            if (minePending(null) == 0) {
                ledger.append(DevLedger.block(null, now()));
            }
        });
    }

    /** Forgets a transaction that waits, as nodes do under pressure; false if it does not wait. */
    public synchronized boolean drop(String hash) {
        return pool.drop(hash);
    }

    /** Dates later blocks later by so much. */
    public synchronized void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Marks the present state; returns what {@link #revert} takes. */
    public synchronized int snapshot() {
        refresh();
        int id = snapshots.size() + 1;
        snapshots.put(id, new Snapshot(ledger.height(), ledger.latest().hashText(), pool.copy(), ahead));
        return id;
    }

    /** Goes back to a snapshot; false if it is unknown or the chain went another way since. */
    public synchronized boolean revert(int id) {
        Snapshot snapshot = snapshots.get(id);
        boolean[] done = {false};
        exclusively(() -> {
            if (snapshot != null && holds(snapshot)) {
                if (ledger.height() > snapshot.height()) {
                    ledger.cutTo(snapshot.height());
                }
                pool = snapshot.pool().copy();
                ahead = snapshot.ahead();
                snapshots.keySet().removeIf(later -> later >= id);
                done[0] = true;
            }
        });
        return done[0];
    }

    private boolean holds(Snapshot snapshot) {
        return ledger.height() >= snapshot.height()
                && ledger.block(snapshot.height()).hashText().equals(snapshot.hash());
    }

    /**
     * Replaces the last blocks by as many others, as when a longer chain is found. Their transactions wait again; what
     * came from nowhere stays.
     *
     * @param depth how many blocks; the first block is never replaced
     */
    public synchronized void reorganise(int depth) {
        exclusively(() -> {
            int height = ledger.height() - depth;
            if (depth < 1 || height < 0) {
                throw new ChainException("Only the " + ledger.height() + " blocks after the first can be replaced.");
            }
            List<DevRecord> replaced = IntStream.rangeClosed(height + 1, ledger.height())
                    .mapToObj(ledger::record)
                    .toList();
            ledger.cutTo(height);
            for (DevRecord record : replaced) {
                // A second later than before, or a block might come out the same.
                ledger.append(new DevRecord(record.genesis(), null, record.grant(), record.time() + 1, null));
                if (record.tx() != null) {
                    pool.add(TransactionDecoder.decode(Hex.decode(record.tx())));
                }
            }
        });
    }

    /** Does something with the state and undoes it. */
    synchronized <T> T trying(Supplier<T> work) {
        int mark = state().mark();
        try {
            return work.get();
        } finally {
            state().undoTo(mark);
        }
    }

    /** Runs a call as if in the latest block and leaves what it did; for use inside {@link #trying}. */
    synchronized ExecutionResult run(Transaction call, Block block, boolean traceTransfers) {
        return new TransactionProcessor(state()).run(call, block, traceTransfers);
    }

    synchronized WorldState state() {
        return ledger.state();
    }

    /** The nonce of the account's next transaction, those that wait included. */
    synchronized long pendingNonce(Address address) {
        return pool.nonceAfter(address, state().nonce(address));
    }

    synchronized List<Transaction> pending() {
        return pool.all();
    }

    synchronized Optional<Transaction> pending(String hash) {
        return pool.find(hash);
    }

    /** The latest block, as code sees it. */
    synchronized Block present() {
        return ledger.present();
    }

    /** The last blocks, the latest last. */
    synchronized List<DevBlock> recent(int most) {
        return IntStream.rangeClosed(Math.max(0, ledger.height() - most + 1), ledger.height())
                .mapToObj(ledger::block)
                .toList();
    }

    synchronized DevBlock latest() {
        return ledger.latest();
    }

    synchronized Optional<DevBlock> block(BigInteger number) {
        return number.signum() < 0 || number.compareTo(BigInteger.valueOf(ledger.height())) > 0
                ? Optional.empty()
                : Optional.of(ledger.block(number.intValue()));
    }

    synchronized Optional<DevBlock> blockByHash(String hash) {
        return ledger.numberOf(hash).map(ledger::block);
    }

    synchronized Optional<DevBlock> blockOfTransaction(String hash) {
        return ledger.numberOfTransaction(hash).map(ledger::block);
    }
}
