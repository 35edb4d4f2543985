package cultivar.wallet.rewards;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.contract.Adapters;
import cultivar.wallet.contract.Datanets;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.Deployment;
import cultivar.wallet.registry.Wrappers;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.web3j.protocol.core.RemoteFunctionCall;

/** A chain with the contracts, eight accounts with coin, and a clock that can be put forward. */
final class Town implements AutoCloseable {
    private static final int PEOPLE = 8;
    private static final char[] PASSWORD = "correct horse".toCharArray();

    private static final Path GAS = Path.of("target", "gas.md");

    private final DevChain chain;
    private final ChainClient client;
    private final UnlockedWallet wallet;
    private final Outbox outbox;
    private final Contracts contracts;
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    Town(Path home) throws InterruptedException {
        chain = DevChain.open(home.resolve("chain"), List.of(), new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
        client = ChainClient.connect(Network.demoChain(), chain);
        try (Phrase phrase = Phrase.create()) {
            wallet = Vault.create(home.resolve("wallet.json"), PASSWORD, phrase, true)
                    .unlock(PASSWORD);
        }
        for (int i = 0; i < PEOPLE; i++) {
            chain.fund(wallet.address(i), BigInteger.TEN.pow(19));
        }
        outbox = new Outbox(home.resolve("outbox"), client, NetworkRules.usual(client.network()), Clock.systemUTC());
        contracts = new Deployment(client, 0, wallet.address(0), true)
                .send(outbox, new AccountSigner(wallet, 0), () -> null, _ -> {});
    }

    ChainClient client() {
        return client;
    }

    UnlockedWallet wallet() {
        return wallet;
    }

    Contracts contracts() {
        return contracts;
    }

    Address address(int person) {
        return wallet.address(person);
    }

    /** Registers an adapter of the first account over one datanet version; gives the gas of the registration. */
    long register(String adapter) throws InterruptedException {
        Datanets datanets = Wrappers.datanets(client, contracts.datanets());
        send(0, contracts.datanets(), datanets.create(adapter, new byte[32], ""));
        BigInteger number = read(contracts.datanets(), datanets.datanets(), 0);
        send(
                0,
                contracts.datanets(),
                datanets.publish(number, Keccak.hash("rows of " + adapter), BigInteger.valueOf(640), ""));
        return send(
                0,
                contracts.adapters(),
                Wrappers.adapters(client, contracts.adapters())
                        .register(
                                Keccak.hash(adapter),
                                Keccak.hash("base"),
                                Keccak.hash("manifest"),
                                List.of(new Adapters.VersionRef(number, BigInteger.ONE)),
                                List.of()));
    }

    /** Puts the clock forward and lets a block show it. */
    void pass(Duration time) {
        now = now.plus(time).plusSeconds(600); // each block is a second later, so the chain runs ahead of the clock
        chain.fund(Address.of(BigInteger.TWO), BigInteger.TEN.pow(9));
    }

    /** Sends a call and gives the gas that it used. */
    long send(int person, ContractCall call) throws InterruptedException {
        Calls calls = new Calls(client);
        return calls.send(
                        calls.prepare(person, address(person), true, call),
                        outbox,
                        new AccountSigner(wallet, person),
                        null)
                .getGasUsed()
                .longValueExact();
    }

    long send(int person, Address to, RemoteFunctionCall<?> call) throws InterruptedException {
        return send(person, to, call, BigInteger.ZERO);
    }

    long send(int person, Address to, RemoteFunctionCall<?> call, BigInteger value) throws InterruptedException {
        return send(person, new ContractCall(to, value, Hex.decode(call.encodeFunctionCall()), List.of()));
    }

    BigInteger read(Address at, RemoteFunctionCall<?> call, int index) {
        return new ContractView(client, at).read(call, index, BigInteger.class);
    }

    /** Writes a line for the table in {@code src/bench/GAS.md}. */
    void measured(String what, long gas) {
        try {
            Files.writeString(
                    GAS, "| " + what + " | " + String.format(Locale.ROOT, "%,d", gas) + " |\n", CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        wallet.close();
    }
}
