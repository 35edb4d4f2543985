package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.evm.trie.Trie;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All accounts of a chain: balance in wei, nonce, code and storage. Changes can be undone until they are kept. */
public final class WorldState {
    /** An account that exists. The nonce is unsigned. */
    private static final class Account {
        BigInteger balance = BigInteger.ZERO;
        long nonce;
        Code code = Code.NONE;
        byte @Nullable [] storageRoot;
        final Map<BigInteger, BigInteger> storage = new HashMap<>();
    }

    private final Map<Address, Account> accounts = new HashMap<>();
    private final Journal journal = new Journal();

    /** A world without accounts. */
    public WorldState() {}

    Journal journal() {
        return journal;
    }

    /** A point to come back to with {@link #undoTo}. */
    public int mark() {
        return journal.mark();
    }

    /** Undoes all changes since the mark. */
    public void undoTo(int mark) {
        journal.undoTo(mark);
    }

    /** Makes all changes final. */
    public void keep() {
        journal.forget();
    }

    /** True if the account is there, though it may be empty. */
    public boolean exists(Address address) {
        return accounts.containsKey(address);
    }

    /** True if the account is not there, or has no balance, no nonce and no code (EIP-161). */
    public boolean isEmpty(Address address) {
        Account account = accounts.get(address);
        return account == null || (account.nonce == 0 && account.balance.signum() == 0 && account.code.length() == 0);
    }

    /** Balance in wei. */
    public BigInteger balance(Address address) {
        Account account = accounts.get(address);
        return account == null ? BigInteger.ZERO : account.balance;
    }

    /** Transactions sent, or contracts made; unsigned. */
    public long nonce(Address address) {
        Account account = accounts.get(address);
        return account == null ? 0 : account.nonce;
    }

    /** The contract's code; not to be changed. */
    public byte[] code(Address address) {
        return codeOf(address).bytes();
    }

    Code codeOf(Address address) {
        Account account = accounts.get(address);
        return account == null ? Code.NONE : account.code;
    }

    /** A word of the contract's storage. */
    public BigInteger storage(Address address, BigInteger slot) {
        Account account = accounts.get(address);
        return account == null ? BigInteger.ZERO : account.storage.getOrDefault(slot, BigInteger.ZERO);
    }

    /** All accounts in the order of their addresses. */
    public Set<Address> addresses() {
        return new TreeSet<>(accounts.keySet());
    }

    /** The words of a contract's storage that are not zero. */
    public Map<BigInteger, BigInteger> storageOf(Address address) {
        Account account = accounts.get(address);
        return account == null ? Map.of() : Map.copyOf(account.storage);
    }

    boolean hasStorage(Address address) {
        Account account = accounts.get(address);
        return account != null && !account.storage.isEmpty();
    }

    /** Adds coin; the account comes to be if it was not there. */
    public void addBalance(Address address, BigInteger amount) {
        setBalance(address, balance(address).add(amount));
    }

    /** Sets the balance in wei. */
    public void setBalance(Address address, BigInteger balance) {
        Account account = account(address);
        BigInteger before = account.balance;
        account.balance = balance;
        journal.add(() -> account.balance = before);
    }

    /** Sets the nonce. */
    public void setNonce(Address address, long nonce) {
        Account account = account(address);
        long before = account.nonce;
        account.nonce = nonce;
        journal.add(() -> account.nonce = before);
    }

    /** Sets the code. */
    public void setCode(Address address, byte[] code) {
        Account account = account(address);
        Code before = account.code;
        account.code = new Code(code);
        journal.add(() -> account.code = before);
    }

    /** Sets a word of storage. */
    public void setStorage(Address address, BigInteger slot, BigInteger value) {
        Account account = account(address);
        BigInteger before = put(account, slot, value);
        journal.add(() -> put(account, slot, before));
    }

    private static BigInteger put(Account account, BigInteger slot, BigInteger value) {
        account.storageRoot = null;
        @Nullable
        BigInteger before = value.signum() == 0 ? account.storage.remove(slot) : account.storage.put(slot, value);
        return before == null ? BigInteger.ZERO : before;
    }

    /** Root of the trie over an account's storage; worked out again only when a word has changed. */
    byte[] storageRoot(Address address) {
        Account account = account(address);
        byte[] known = account.storageRoot;
        if (known == null) {
            Trie trie = new Trie();
            account.storage.forEach((slot, value) ->
                    trie.put(Keccak.hash(Word.bytes(slot)), Rlp.of(value).encode()));
            known = trie.root();
            account.storageRoot = known;
        }
        return known;
    }

    /** Removes an account with all that it has. */
    void delete(Address address) {
        Account account = accounts.remove(address);
        if (account != null) {
            journal.add(() -> accounts.put(address, account));
        }
    }

    private Account account(Address address) {
        Account existing = accounts.get(address);
        if (existing != null) {
            return existing;
        }
        Account fresh = new Account();
        accounts.put(address, fresh);
        journal.add(() -> accounts.remove(address));
        return fresh;
    }
}
