package cultivar.wallet.view;

import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Preferences;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outboxes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the wallet keeps in the studio's home beside its keys.
 *
 * @param chains the networks
 * @param outboxes what was sent
 * @param book names for addresses
 * @param settings the file of the wallet's settings
 */
public record WalletHome(Chains chains, Outboxes outboxes, AddressBook book, Path settings) {
    /** What the person chose. Reads a file. */
    public Preferences preferences() {
        return Preferences.read(settings);
    }

    /** Whom the person has to do with: these accounts, the address book, and whom coin was sent to. Reads files. */
    public Circle circle(List<Account> accounts) {
        Set<Address> used = new HashSet<>();
        for (Network network : chains.networks().all()) {
            for (Entry entry : outboxes.entries(network)) {
                receiver(entry, used);
            }
        }
        return new Circle(
                accounts.stream().collect(Collectors.toMap(Account::address, Account::name, (one, other) -> one)),
                book,
                used);
    }

    private static void receiver(Entry entry, Set<Address> into) {
        String raw = entry.attempts().getFirst().raw();
        if (raw.isEmpty()) {
            return; // another wallet signed it and kept the bytes
        }
        Address to = FeeMarketTransaction.decode(Hex.decode(raw)).to();
        if (to != null) {
            into.add(to);
        }
    }
}
