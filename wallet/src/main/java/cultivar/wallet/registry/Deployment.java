package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.Adapters;
import cultivar.wallet.contract.Datanets;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.contract.Stakes;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Puts the contracts of this project on a network: four transactions, each signed like any other. */
public final class Deployment {
    /** Gas of the four together, for the fee that is shown before: an upper bound of what was measured. */
    private static final BigInteger GAS = BigInteger.valueOf(8_000_000);

    private final ChainClient client;
    private final Calls calls;
    private final int account;
    private final Address from;
    private final boolean demoWallet;

    /**
     * A deployment to look at; nothing is signed.
     *
     * @param account place of the account in the wallet
     * @param from the account's address
     * @param demoWallet true if the wallet may only be used where nothing is worth anything
     */
    public Deployment(ChainClient client, int account, Address from, boolean demoWallet) {
        this.client = client;
        this.calls = new Calls(client);
        this.account = account;
        this.from = from;
        this.demoWallet = demoWallet;
    }

    /** What a demo chain makes them with, in the order of their addresses. */
    public static List<byte[]> creationCode(Contracts at) {
        return List.of(
                code(Datanets.BINARY),
                code(Adapters.BINARY, at.datanets()),
                code(Rewards.BINARY, at.adapters()),
                code(Stakes.BINARY, at.datanets()));
    }

    private record Sender(Outbox outbox, Signer signer, Supplier<@Nullable Approval> approvals) {}

    /** Creation code with the addresses that the contract is made with. */
    private static byte[] code(String binary, Address... arguments) {
        byte[] code = Hex.decode(binary);
        byte[] out = Arrays.copyOf(code, code.length + 32 * arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            System.arraycopy(arguments[i].bytes(), 0, out, code.length + 32 * i + 12, Address.LENGTH);
        }
        return out;
    }

    /** What will happen, in words, line by line. */
    public List<Detail> details() {
        Network network = client.network();
        BigInteger most = client.fees().most().multiply(GAS);
        return List.of(
                new Detail("What happens", "Puts this project's four contracts on " + network.label()),
                new Detail("Contracts", "Datanets, Adapters, Rewards, Stakes; nobody holds a key over them"),
                new Detail("Transactions", "Four, one after another"),
                new Detail("From", from.toString()),
                new Detail("At most", Coins.text(most, network.coin()) + " in fees"),
                new Detail("You have", Coins.text(client.balance(from), network.coin())));
    }

    /**
     * Signs and sends the four.
     *
     * @param approvals gives for each that the password was given for a sum above the limits, since an approval serves
     *     once; null if it was not
     * @param done told of each contract that is on the chain
     * @throws RegistryException if one would not go through
     * @throws ChainException if the network fails or refuses
     */
    public Contracts send(Outbox outbox, Signer signer, Supplier<@Nullable Approval> approvals, Consumer<Detail> done)
            throws InterruptedException {
        Sender sender = new Sender(outbox, signer, approvals);
        Address datanets = make("Datanets", code(Datanets.BINARY), sender, done);
        Address adapters = make("Adapters", code(Adapters.BINARY, datanets), sender, done);
        Address rewards = make("Rewards", code(Rewards.BINARY, adapters), sender, done);
        Address stakes = make("Stakes", code(Stakes.BINARY, datanets), sender, done);
        return new Contracts(datanets, adapters, rewards, stakes);
    }

    private Address make(String name, byte[] code, Sender sender, Consumer<Detail> done) throws InterruptedException {
        ContractCall call = new ContractCall(
                null, BigInteger.ZERO, code, List.of(new Detail("What happens", "Makes the contract " + name)));
        TransactionReceipt receipt = calls.send(
                calls.prepare(account, from, demoWallet, call),
                sender.outbox(),
                sender.signer(),
                sender.approvals().get());
        if (receipt.getContractAddress() == null) {
            throw new ChainException("The transaction " + receipt.getTransactionHash() + " made no contract.");
        }
        Address made = Address.parse(receipt.getContractAddress());
        done.accept(new Detail(name, made.toString()));
        return made;
    }
}
