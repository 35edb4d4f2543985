package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.evm.Block;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.InvalidTransactionException;
import cultivar.wallet.evm.StateRoot;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.TransactionDecoder;
import cultivar.wallet.evm.TransactionProcessor;
import cultivar.wallet.evm.WorldState;
import cultivar.wallet.file.LineFile;
import cultivar.wallet.file.TurnFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The development chain's blocks and the state that they lead to. The blocks lie in a file; every process that opens it
 * runs them again and compares each block's hash, so that all see the same chain and a changed file is noticed.
 */
final class DevLedger {
    private static final BigInteger WEI_PER_GWEI = BigInteger.valueOf(1_000_000_000);

    /** A block and the line that it was read from or written to. */
    private record Entry(DevBlock block, DevRecord record, String text, long offset) {}

    private final long chainId;
    private final LineFile file;

    private WorldState state = new WorldState();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> byHash = new HashMap<>();
    private final Map<String, Integer> byTransaction = new HashMap<>();

    DevLedger(long chainId, LineFile file) {
        this.chainId = chainId;
        this.file = file;
    }

    WorldState state() {
        return state;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int height() {
        return entries.size() - 1;
    }

    DevBlock latest() {
        return entries.getLast().block();
    }

    DevBlock block(int number) {
        return entries.get(number).block();
    }

    Optional<Integer> numberOf(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    Optional<Integer> numberOfTransaction(String hash) {
        return Optional.ofNullable(byTransaction.get(hash));
    }

    /** What the block was made of. */
    DevRecord record(int number) {
        return entries.get(number).record();
    }

    /** Does something while no other process writes, with all that others wrote known. */
    void exclusively(Runnable work) {
        try (TurnFile.Held _ = file.lock()) {
            refresh();
            work.run();
        } catch (IOException e) {
            throw notSaved(e);
        }
    }

    /** Runs a record and writes it down; if it cannot be written, the memory forgets it too. */
    void append(DevRecord record) {
        DevBlock block = run(record);
        DevRecord complete = record.withHash(block.hashText());
        String text = complete.toJson();
        long offset = end();
        try {
            file.append(offset, text);
        } catch (IOException e) {
            forget();
            throw notSaved(e);
        }
        add(new Entry(block, complete, text, offset));
    }

    private ChainException notSaved(IOException e) {
        return new ChainException(
                "The demo chain could not be saved to " + file.path() + ": " + e.getMessage()
                        + ". Nothing was added to it.",
                e);
    }

    /** Takes the last blocks off; the state is made anew from the others. */
    void cutTo(int height) {
        try {
            file.truncate(entries.get(height + 1).offset());
        } catch (IOException e) {
            throw notSaved(e);
        }
        forget();
        refresh();
    }

    /** Reads what other processes added. */
    void refresh() {
        try {
            if (!entries.isEmpty()
                    && !file.holds(entries.getLast().offset(), entries.getLast().text())) {
                forget(); // the folder was emptied under us, or the chain was cut and went another way
            }
            for (String text : file.readFrom(end())) {
                replay(text);
            }
        } catch (IOException e) {
            throw new ChainException("The demo chain cannot be read: " + e.getMessage(), e);
        }
    }

    private long end() {
        return entries.isEmpty()
                ? 0
                : entries.getLast().offset() + LineFile.length(entries.getLast().text());
    }

    private void replay(String text) {
        try {
            DevRecord record = DevRecord.parse(text);
            DevBlock block = run(record);
            if (!block.hashText().equals(record.hash())) {
                throw damaged();
            }
            add(new Entry(block, record, text, end()));
        } catch (JacksonException | IllegalArgumentException | InvalidTransactionException e) {
            throw damaged();
        }
    }

    private ChainException damaged() {
        return new ChainException("The demo chain's file " + file.path() + " is damaged at line " + (entries.size() + 1)
                + ". Move it away to begin a new demo chain.");
    }

    private void forget() {
        state = new WorldState();
        entries.clear();
        byHash.clear();
        byTransaction.clear();
    }

    private void add(Entry entry) {
        DevBlock block = entry.block();
        byHash.put(block.hashText(), entries.size());
        if (block.transaction() != null) {
            byTransaction.put(Hex.encode(block.transaction().hash()), entries.size());
        }
        entries.add(entry);
    }

    /** Applies a record to the state and gives the block that it makes. */
    private DevBlock run(DevRecord record) {
        Block environment = next(record.time());
        TransactionProcessor processor = new TransactionProcessor(state);
        Transaction transaction = null;
        ExecutionResult result = null;
        DevBlock.Withdrawal withdrawal = null;
        if (record.genesis() != null) {
            record.genesis().forEach(code -> processor.predeploy(Hex.decode(code), environment));
        } else if (record.tx() != null) {
            transaction = TransactionDecoder.decode(Hex.decode(record.tx()));
            result = processor.apply(transaction, environment);
        } else if (record.grant() != null) {
            withdrawal = new DevBlock.Withdrawal(
                    Address.parse(record.grant().address()),
                    Hex.number(record.grant().gwei()));
            state.addBalance(withdrawal.address(), withdrawal.gwei().multiply(WEI_PER_GWEI));
            state.keep();
        }
        return DevBlock.of(
                parentOf(entries.size()),
                environment.number(),
                environment.timestamp(),
                environment.random(),
                StateRoot.of(state),
                transaction,
                result,
                withdrawal);
    }

    private byte[] parentOf(int number) {
        return number == 0 ? new byte[32] : block(number - 1).hash();
    }

    /** The block that comes next, not before this time and always after the one before it. */
    Block next(long time) {
        long earliest = entries.isEmpty() ? 0 : latest().header().timestamp() + 1;
        return environment(entries.size(), Math.max(time, earliest));
    }

    /** The latest block, as code saw it that ran in it. */
    Block present() {
        return environment(height(), latest().header().timestamp());
    }

    private Block environment(int number, long timestamp) {
        return new Block(
                chainId,
                number,
                timestamp,
                DevBlock.COINBASE,
                DevBlock.GAS_LIMIT,
                DevBlock.BASE_FEE,
                new BigInteger(1, Keccak.hash(parentOf(number))),
                BigInteger.ONE,
                n -> n < entries.size() ? new BigInteger(1, block((int) n).hash()) : BigInteger.ZERO);
    }

    /** A grant of coin, as a record; what is no whole 10^9 wei is left out. */
    static DevRecord grant(Address address, BigInteger wei, long time) {
        return new DevRecord(
                null, null, new DevRecord.Grant(address.hex(), Hex.quantity(wei.divide(WEI_PER_GWEI))), time, null);
    }

    /** A block with this transaction, or an empty one. */
    static DevRecord block(byte @Nullable [] raw, long time) {
        return new DevRecord(null, raw == null ? null : Hex.encode(raw), null, time, null);
    }
}
