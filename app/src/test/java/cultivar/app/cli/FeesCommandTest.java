package cultivar.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.FeeToken;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import tools.jackson.databind.JsonNode;

/** The money of an adapter from nothing to a claim, by commands alone. */
class FeesCommandTest {
    private static final String OTHER = "0x00000000000000000000000000000000000000AA";

    @TempDir
    Path home;

    private String password = "";
    private String me = "";
    private String adapter = "";

    @BeforeEach
    void registerAnAdapter() throws Exception {
        password = Files.writeString(home.resolve("password"), "correct horse").toString();
        String phrase = home.resolve("phrase").toString();
        Outcome.of(home, "wallet", "create", "--password-file", password, "--phrase-file", phrase)
                .worked();
        Outcome.of(home, "wallet", "faucet").worked();
        Chains chains = Registry.chains(home);
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray());
                ChainClient client = chains.connect(Network.demoChain())) {
            me = wallet.address(0).toString();
            adapter = "0x%064x"
                    .formatted(SomeAdapter.register(
                            home,
                            client,
                            new Outboxes(chains, Clock.systemUTC()).of(client),
                            new AccountSigner(wallet, 0)));
        }
    }

    private Outcome wallet(String... arguments) {
        return Outcome.of(
                home, Stream.concat(Stream.of("wallet"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Outcome signed(String... arguments) {
        return wallet(Stream.concat(Stream.of(arguments), Stream.of("--yes", "--password-file", password))
                .toArray(String[]::new));
    }

    /** Puts the chain so many hours ahead of the clock; a chain that is opened anew begins at its last block. */
    private void pass(int hours) {
        Chains chains = Registry.chains(home);
        chains.demoChain().advance(Duration.ofHours(hours));
        chains.demoChain().mine();
    }

    @Test
    void fromNothingToAClaim() throws Exception {
        assertThat(signed("pay", adapter, "1").failed(1)).contains("takes no fees in coin", "wallet rewards open");
        assertThat(signed("rewards", "open", adapter, "--builder", "60", "--stakers", "41")
                        .failed(1))
                .contains("more than 100 percent");
        assertThat(signed("rewards", "open", adapter, "--builder", "0.001").failed(1))
                .contains("0.001 percent is not possible");
        assertThat(signed("rewards", "open", adapter, "--platform", "5").failed(1))
                .contains("--platform-address");
        assertThat(signed("rewards", "open", adapter, "--delay", "0").failed(1)).contains("--delay 1 to 720");

        Outcome opened = signed("rewards", "open", adapter, "--builder", "25", "--delay", "1", "--guardian", OTHER)
                .worked();
        assertThat(opened.err())
                .as("what is signed, read from its bytes")
                .contains("Let your adapter take fees", OTHER, "3600")
                .containsPattern("Builder.s of 10000 +2500\\R");
        assertThat(opened.out()).contains("takes fees now", me);
        assertThat(signed("rewards", "open", adapter).failed(1)).contains("takes fees in this currency already");

        Outcome paid = signed("pay", adapter, "1.000000000000000001").worked();
        assertThat(paid.err()).contains("Pay a fee for an adapter", "1.000000000000000001 DEMO", "It will succeed");
        assertThat(paid.out()).contains("Paid 1.000000000000000001 DEMO");
        assertThat(signed("pay", adapter, "1000").failed(1)).contains("Nothing was signed", "wallet faucet");

        Path shares = Files.writeString(home.resolve("shares.csv"), me + ",0.5\n" + OTHER + ",0.3\n");
        assertThat(signed("rewards", "post", adapter, shares.toString()).failed(1))
                .as("a quarter is the builder's")
                .contains("only 0.750000000000000001 DEMO came in");
        Files.writeString(shares, me + ",0.45\n" + OTHER + ",0.3\n");
        signed("rewards", "post", adapter, shares.toString()).worked();
        pass(2);
        assertThat(signed("claim", "--json")
                        .worked()
                        .json()
                        .path("claimable")
                        .path(0)
                        .path("amount")
                        .asString())
                .isEqualTo("450000000000000000");
    }

    @Test
    void aGuardianRemovesAnEpochThatWaits() throws Exception {
        signed("rewards", "open", adapter, "--delay", "1", "--guardian", me, "--stakers", "50")
                .worked();
        signed("pay", adapter, "1").worked();
        assertThat(signed("rewards", "challenge", adapter).failed(1)).contains("No epoch waits", "Nothing was signed");
        String shares =
                Files.writeString(home.resolve("shares.csv"), me + ",0.1\n").toString();
        for (int left = 2; left >= 0; left--) {
            signed("rewards", "post", adapter, shares).worked();
            Outcome removed = signed("rewards", "challenge", adapter, "--json").worked();
            assertThat(removed.err()).contains("Remove the epoch that waits", "Epoch 1 would pay from");
            assertThat(removed.json().path("challenges_left").asInt()).isEqualTo(left);
            assertThat(wallet("rewards").worked().out()).contains("nothing to claim");
        }
        signed("rewards", "post", adapter, shares).worked();
        assertThat(signed("rewards", "challenge", adapter).failed(1)).contains("challenged as often as it may be");
        assertThat(signed("rewards", "challenge", adapter, "--stakers").failed(1))
                .contains("No epoch waits");
        signed("rewards", "post", adapter, shares, "--stakers").worked();
        assertThat(wallet("rewards", "pool", adapter).worked().out())
                .containsPattern("stakers +50 % +0.5 DEMO came in, 0 DEMO claimed, epoch 1 waits until");
        signed("rewards", "challenge", adapter, "--stakers").worked();
        pass(2);
        assertThat(wallet("rewards", "pool", adapter).worked().out())
                .containsPattern("stakers .*no epoch yet")
                .containsPattern("contributors .*epoch 1 pays");
        assertThat(signed("rewards", "challenge", adapter).failed(1)).contains("one that pays cannot be removed");
        assertThat(signed("claim").worked().out()).contains("0.1 DEMO", "Claimed from 1 pot");
    }

    @Test
    void onlyTheGuardianChallengesAndOnlyTheOwnerAppoints() throws Exception {
        signed("rewards", "open", adapter, "--delay", "1", "--guardian", OTHER).worked();
        signed("pay", adapter, "1").worked();
        String shares =
                Files.writeString(home.resolve("shares.csv"), me + ",0.1\n").toString();
        signed("rewards", "post", adapter, shares).worked();
        assertThat(signed("rewards", "challenge", adapter).failed(1))
                .contains("Only " + OTHER + " may challenge", "Nothing was signed");
        assertThat(signed("rewards", "appoint", adapter, OTHER).worked().out()).contains("posted by " + OTHER);
        pass(2);
        assertThat(signed("rewards", "post", adapter, shares).failed(1)).contains("Only " + OTHER + " posts roots");
        assertThat(wallet("rewards", "pool", adapter, "--json")
                        .worked()
                        .json()
                        .path("operator")
                        .asString())
                .isEqualTo(OTHER);
    }

    @Test
    void builderAndPlatformTakeOutTheirParts() throws Exception {
        signed(
                        "rewards",
                        "open",
                        adapter,
                        "--builder",
                        "25",
                        "--platform",
                        "7.5",
                        "--platform-address",
                        OTHER,
                        "--delay",
                        "1")
                .worked();
        assertThat(signed("rewards", "withdraw", adapter).failed(1))
                .contains("Nothing is owed to the adapter's builder");
        signed("pay", adapter, "1").worked();
        assertThat(wallet("rewards", "pool", adapter).worked().out())
                .containsPattern("platform +7.5 % +0.075 DEMO to take out")
                .containsPattern("builder +25 % +0.25 DEMO to take out")
                .containsPattern("contributors +67.5 % +0.675 DEMO came in");
        assertThat(signed("rewards", "withdraw", adapter, "--platform").failed(1))
                .contains("This share belongs to " + OTHER, "Nothing was signed");
        Outcome taken = signed("rewards", "withdraw", adapter, "--to", OTHER).worked();
        assertThat(taken.err()).contains("Take out your part of an adapter", "paid to", OTHER);
        assertThat(taken.out()).contains("Took out 0.25 DEMO");
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            assertThat(client.balance(Address.parse(OTHER))).isEqualTo(new BigInteger("250000000000000000"));
        }
        assertThat(signed("rewards", "withdraw", adapter).failed(1)).contains("Nothing is owed");
        assertThat(wallet("rewards", "pool", adapter, "--json")
                        .worked()
                        .json()
                        .path("platform_owed")
                        .asString())
                .isEqualTo("75000000000000000");
        assertThat(wallet("rewards", "pool", adapter, "--token", OTHER).failed(1))
                .contains("takes no fees in the token " + OTHER);
    }

    @Test
    void aPlatformTakesOutItsPart() {
        signed("rewards", "open", adapter, "--platform", "10", "--platform-address", me, "--delay", "1")
                .worked();
        signed("pay", adapter, "2").worked();
        assertThat(signed("rewards", "withdraw", adapter, "--platform", "--json")
                        .worked()
                        .json()
                        .path("amount")
                        .asString())
                .isEqualTo("200000000000000000");
    }

    @Test
    void aDepositIsSpentByVouchersAndTheRestComesBack() throws Exception {
        signed("rewards", "open", adapter, "--delay", "1").worked();
        JsonNode channel =
                signed("channel", "open", adapter, "0.5", "--json").worked().json();
        assertThat(channel.path("channel").asString()).isEqualTo("1");
        assertThat(channel.path("payer").asString()).isEqualTo(me);
        assertThat(signed("channel", "top-up", "1", "0.25").worked().out()).contains("0.75 DEMO");
        assertThat(signed("channel", "top-up", "2", "0.25").failed(1)).contains("no channel 2");

        Path voucher = home.resolve("voucher.json");
        String out = voucher.toString();
        assertThat(signed("channel", "voucher", "1", "0.8", "--out", out).failed(1))
                .contains("Only 0.75 DEMO were deposited");
        assertThat(voucher).doesNotExist();
        Outcome signed = signed("channel", "voucher", "1", "0.1", "--out", out).worked();
        assertThat(signed.err()).contains("with up to 0.1 DEMO in all", "0.1 DEMO more than was redeemed so far");
        assertThat(signed("channel", "redeem", out).worked().out()).contains("0.65 DEMO");
        assertThat(signed("channel", "redeem", out).failed(1)).contains("adds nothing");
        assertThat(signed("channel", "voucher", "1", "0.1", "--out", out).failed(1))
                .contains("adds nothing");
        signed("channel", "voucher", "1", "0.3", "--out", out).worked();
        String forged = Files.readString(voucher).replace("300000000000000000", "700000000000000000");
        Path other = Files.writeString(home.resolve("forged.json"), forged);
        assertThat(signed("channel", "redeem", other.toString()).failed(1)).contains("not signed by");
        Files.writeString(other, forged.replace("31337", "1"));
        assertThat(signed("channel", "redeem", other.toString()).failed(1)).contains("on chain 1");
        Files.writeString(other, "{}");
        assertThat(signed("channel", "redeem", other.toString()).failed(1)).contains("is no voucher");

        assertThat(signed("channel", "refund", "1").failed(1)).contains("a day must pass");
        assertThat(signed("channel", "close", "1").worked().out()).contains("refund from");
        assertThat(signed("channel", "redeem", out).worked().out())
                .as("for a day vouchers count")
                .contains("0.3 DEMO");
        assertThat(signed("channel", "refund", "1").failed(1)).contains("a day must pass");
        pass(25);
        assertThat(signed("channel", "refund", "1").worked().out()).contains("Took back 0.45 DEMO");
        assertThat(wallet("channel", "show", "1", "--json")
                        .worked()
                        .json()
                        .path("deposit")
                        .asString())
                .isEqualTo("300000000000000000");
        assertThat(signed(
                                "rewards",
                                "post",
                                adapter,
                                Files.writeString(home.resolve("s.csv"), me + ",0.3")
                                        .toString())
                        .worked()
                        .out())
                .as("the vouchers' fees are in the pool")
                .contains("0.3 DEMO");
    }

    private String token() throws Exception {
        return token("Token");
    }

    /** Puts a token of wallet/contracts/fixtures on the chain, all of it this wallet's. */
    private String token(String contract) throws Exception {
        byte[] code;
        try (InputStream in = FeesCommandTest.class.getResourceAsStream(contract + ".hex")) {
            code = Hex.decode(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).strip());
        }
        ContractCall making = new ContractCall(null, BigInteger.ZERO, code, List.of());
        return Address.parse(send(making).getContractAddress()).toString();
    }

    private TransactionReceipt send(ContractCall call) throws Exception {
        Chains chains = Registry.chains(home);
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray());
                ChainClient client = chains.connect(Network.demoChain())) {
            Calls calls = new Calls(client);
            return calls.send(
                    calls.prepare(0, wallet.address(0), false, call),
                    new Outboxes(chains, Clock.systemUTC()).of(client),
                    new AccountSigner(wallet, 0),
                    null);
        }
    }

    @Test
    void aTokenThatWantsThePermissionTakenBackFirstGetsThat() throws Exception {
        String token = token("StubbornToken");
        signed("rewards", "open", adapter, "--token", token, "--delay", "1").worked();
        ContractCall allow;
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            allow = new FeeToken(client, Address.parse(token))
                    .allow(Registry.contracts(client).rewards(), BigInteger.TEN);
        }
        send(allow);
        assertThat(signed("pay", adapter, "9", "--token", token).worked().out())
                .as("the rewards may take as much already")
                .doesNotContain("Allowed");
        Outcome paid = signed("pay", adapter, "500", "--token", token).worked();
        assertThat(paid.err()).contains("wants the permission for 1 of token " + token + " taken back first");
        assertThat(paid.out()).containsSubsequence("Taken back.", "Allowed to take it.", "Paid 500 of token " + token);
        assertThat(allowance(token)).isZero();
    }

    @Test
    void feesArePaidInATokenThatIsDrawnExactly() throws Exception {
        String token = token();
        assertThat(signed("pay", adapter, "500", "--token", token).failed(1))
                .contains("takes no fees in the token " + token);
        signed("rewards", "open", adapter, "--token", token, "--builder", "20", "--delay", "1")
                .worked();
        assertThat(signed("pay", adapter, "0.5", "--token", token).failed(1)).contains("whole number", "not 0.5");
        assertThat(signed("pay", adapter, "1000001", "--token", token).failed(1))
                .contains("The account has 1000000 of token " + token, "Nothing was signed");
        Outcome paid = signed("pay", adapter, "500", "--token", token).worked();
        assertThat(paid.err()).contains("to take up to 5 TOK from you", "Pay a fee for an adapter", "- 5 TOK");
        assertThat(paid.out()).contains("Allowed to take it", "Paid 500 of token " + token);
        assertThat(allowance(token)).as("nothing is left to take").isZero();
        assertThat(signed("rewards", "withdraw", adapter, "--token", token, "--to", OTHER)
                        .worked()
                        .out())
                .contains("Took out 100 of token");
        String shares =
                Files.writeString(home.resolve("shares.csv"), me + ",400\n").toString();
        signed("rewards", "post", adapter, shares, "--token", token).worked();
        pass(2);
        assertThat(signed("claim").worked().out()).contains("400 of token " + token);
    }

    @Test
    void aDepositInATokenIsSpentByVouchers() throws Exception {
        String token = token();
        signed("rewards", "open", adapter, "--token", token, "--delay", "1").worked();
        assertThat(signed("channel", "open", adapter, "500", "--token", token)
                        .worked()
                        .out())
                .contains("Opened channel 1", "500 of token " + token);
        assertThat(signed("channel", "top-up", "1", "2.5").failed(1)).contains("whole number");
        assertThat(signed("channel", "top-up", "1", "250").worked().out()).contains("750 of token");
        String out = home.resolve("voucher.json").toString();
        assertThat(signed("channel", "voucher", "1", "751", "--out", out).failed(1))
                .contains("Only 750 of token");
        assertThat(signed("channel", "voucher", "1", "300", "--out", out)
                        .worked()
                        .err())
                .contains("with up to 3 TOK in all");
        assertThat(signed("channel", "redeem", out).worked().out()).contains("450 of token");
        signed("channel", "close", "1").worked();
        pass(25);
        assertThat(signed("channel", "refund", "1").worked().out()).contains("Took back 450 of token " + token);
        assertThat(wallet("rewards", "pool", adapter, "--token", token).worked().out())
                .contains("300 of token " + token + " came in");
        assertThat(allowance(token)).isZero();
    }

    private BigInteger allowance(String token) {
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            return new FeeToken(client, Address.parse(token))
                    .allowance(Address.parse(me), Registry.contracts(client).rewards());
        }
    }

    @Test
    void limitsHoldForFeesToo() {
        signed("rewards", "open", adapter, "--delay", "1").worked();
        wallet("networks", "demo", "--limit", "0.2").worked();
        assertThat(signed("pay", adapter, "0.3").failed(1)).contains("above your limit of 0.2 DEMO");
        assertThat(signed("pay", adapter, "0.3", "--above-limits").worked().out())
                .contains("Paid 0.3 DEMO");
        assertThat(wallet("activity").worked().out()).contains("Pays a fee to the adapter's pool");
    }

    @Test
    void nothingIsSignedWithoutASay() {
        signed("rewards", "open", adapter, "--delay", "1").worked();
        assertThat(wallet("pay", adapter, "0.3", "--password-file", password).failed(1))
                .contains("Nothing was signed", "--yes");
    }
}
