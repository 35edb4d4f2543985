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
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The development chain inside the studio. Each transaction gets its own block at once. The chain lies in a folder as a
 * list of blocks, and every process that opens the folder runs them again and compares each block's hash, so that two
 * processes see the same chain and a changed file is noticed. Safe for use by several threads.
 */
public final class DevChain {
    private static final BigInteger WEI_PER_GWEI = BigInteger.valueOf(1_000_000_000);

    private final long chainId = Network.demoChain().chainId();
    private final LineFile file;
    private final List<byte[]> predeployed;
    private final Clock clock;

    private long offset;
    private int line;
    private WorldState state = new WorldState();
    private final List<DevBlock> blocks = new ArrayList<>();
    private final Map<String, Integer> byHash = new HashMap<>();
    private final Map<String, Integer> byTransaction = new HashMap<>();

    private DevChain(LineFile file, List<byte[]> predeployed, Clock clock) {
        this.file = file;
        this.predeployed = predeployed;
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
            chain.begin();
            return chain;
        } catch (IOException e) {
            throw new ChainException("The demo chain in " + folder + " cannot be used: " + e.getMessage(), e);
        }
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
        write(new DevRecord(
                null, null, new DevRecord.Grant(address.hex(), Hex.quantity(wei.divide(WEI_PER_GWEI))), now(), null));
    }

    /**
     * Adds a signed transaction in a block of its own.
     *
     * @return its hash
     * @throws InvalidTransactionException if it cannot be accepted; nothing changes
     */
    synchronized byte[] send(byte[] raw) {
        Transaction transaction = TransactionDecoder.decode(raw);
        write(new DevRecord(null, Hex.encode(raw), null, now(), null));
        return transaction.hash();
    }

    private void begin() throws IOException {
        refresh();
        if (!blocks.isEmpty()) {
            return;
        }
        try (LineFile.Held _ = file.lock()) {
            refresh();
            if (blocks.isEmpty()) {
                List<String> code = predeployed.stream().map(Hex::encode).toList();
                append(new DevRecord(code, null, null, now(), null));
            }
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private void write(DevRecord record) {
        try (LineFile.Held _ = file.lock()) {
            refresh();
            append(record);
        } catch (IOException e) {
            throw new ChainException(
                    "The demo chain could not be saved to " + file.path() + ": " + e.getMessage()
                            + ". Nothing was added to it.",
                    e);
        }
    }

    /** Runs a record and writes it down; if it cannot be written, the memory forgets it too. */
    private void append(DevRecord record) throws IOException {
        DevBlock block = run(record);
        String text = record.withHash(block.hashText()).toJson();
        try {
            file.append(offset, text);
        } catch (IOException e) {
            forget();
            throw e;
        }
        add(block, text);
    }

    /** Reads what other processes added. */
    synchronized void refresh() {
        try {
            if (file.size() < offset) {
                forget(); // the folder was emptied under us
            }
            for (String text : file.readFrom(offset)) {
                replay(text);
            }
        } catch (IOException e) {
            throw new ChainException("The demo chain cannot be read: " + e.getMessage(), e);
        }
    }

    private void replay(String text) {
        try {
            DevRecord record = DevRecord.parse(text);
            DevBlock block = run(record);
            if (!block.hashText().equals(record.hash())) {
                throw damaged();
            }
            add(block, text);
        } catch (JacksonException | IllegalArgumentException | InvalidTransactionException e) {
            throw damaged();
        }
    }

    private ChainException damaged() {
        return new ChainException("The demo chain's file " + file.path() + " is damaged at line " + (line + 1)
                + ". Move it away to begin a new demo chain.");
    }

    private void forget() {
        offset = 0;
        line = 0;
        state = new WorldState();
        blocks.clear();
        byHash.clear();
        byTransaction.clear();
    }

    private void add(DevBlock block, String text) {
        offset += LineFile.length(text);
        line++;
        byHash.put(block.hashText(), blocks.size());
        if (block.transaction() != null) {
            byTransaction.put(Hex.encode(block.transaction().hash()), blocks.size());
        }
        blocks.add(block);
    }

    /** Applies a record to the state and gives the block that it makes. */
    private DevBlock run(DevRecord record) {
        long number = blocks.size();
        byte[] parent = blocks.isEmpty() ? new byte[32] : blocks.getLast().hash();
        long earliest = blocks.isEmpty() ? 0 : blocks.getLast().header().timestamp() + 1;
        long timestamp = Math.max(record.time(), earliest);
        Block environment = environment(number, timestamp, parent);
        Transaction transaction = null;
        ExecutionResult result = null;
        DevBlock.Withdrawal withdrawal = null;
        TransactionProcessor processor = new TransactionProcessor(state);
        if (record.genesis() != null) {
            if (number != 0) {
                throw new IllegalArgumentException("a beginning in the middle");
            }
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
        } else {
            throw new IllegalArgumentException("a block of nothing");
        }
        return DevBlock.of(
                parent, number, timestamp, environment.random(), StateRoot.of(state), transaction, result, withdrawal);
    }

    private Block environment(long number, long timestamp, byte[] parent) {
        return new Block(
                chainId,
                number,
                timestamp,
                DevBlock.COINBASE,
                DevBlock.GAS_LIMIT,
                DevBlock.BASE_FEE,
                new BigInteger(1, Keccak.hash(parent)),
                BigInteger.ONE,
                n -> new BigInteger(1, blocks.get((int) n).hash()));
    }

    /** Runs a call as if in the latest block, and undoes it. */
    synchronized ExecutionResult simulate(
            Address from, @Nullable Address to, BigInteger value, byte[] data, BigInteger gas) {
        DevBlock latest = latest();
        byte[] parent = latest.number() == 0
                ? new byte[32]
                : blocks.get((int) latest.number() - 1).hash();
        Block environment = environment(latest.number(), latest.header().timestamp(), parent);
        Transaction call = Transaction.unsigned(from, state.nonce(from), to, value, data, gas.min(DevBlock.GAS_LIMIT));
        return new TransactionProcessor(state).simulate(call, environment);
    }

    synchronized WorldState state() {
        return state;
    }

    synchronized DevBlock latest() {
        return blocks.getLast();
    }

    synchronized Optional<DevBlock> block(BigInteger number) {
        return number.signum() < 0 || number.compareTo(BigInteger.valueOf(blocks.size())) >= 0
                ? Optional.empty()
                : Optional.of(blocks.get(number.intValue()));
    }

    synchronized Optional<DevBlock> blockByHash(String hash) {
        return Optional.ofNullable(byHash.get(hash)).map(blocks::get);
    }

    synchronized Optional<DevBlock> blockOfTransaction(String hash) {
        return Optional.ofNullable(byTransaction.get(hash)).map(blocks::get);
    }
}
