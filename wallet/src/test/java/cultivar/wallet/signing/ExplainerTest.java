package cultivar.wallet.signing;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.abi.AbiFunction;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.ContractAbi;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.keys.UnlockedWallet;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls and messages in words, and the refusal of everything that cannot be read. */
class ExplainerTest {
    private static final Network DEMO = Network.demoChain();
    private static final Address ME = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final Address BOB = Address.parse("0x00000000000000000000000000000000000000b0");
    private static final Address TOKEN = Address.parse("0x0000000000000000000000000000000000000020");
    private static final Address CATS = Address.parse("0x0000000000000000000000000000000000000721");
    private static final Address KINDS = Address.parse("0x0000000000000000000000000000000000001155");
    private static final Address OURS = Address.parse("0x0000000000000000000000000000000000000c00");
    private static final Address STRANGER = Address.parse("0x0000000000000000000000000000000000000bad");
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private final Explainer explainer = new Explainer();
    private final Standards standards = Standards.load();
    private final Names names = address -> address.equals(BOB) ? Optional.of("Bob") : Optional.empty();

    private final Targets targets = address -> {
        if (address.equals(TOKEN)) {
            return new Target.Coinlike("TOK", 6);
        } else if (address.equals(CATS)) {
            return new Target.Collection("Cats");
        } else if (address.equals(KINDS)) {
            return new Target.Kinds();
        } else if (address.equals(OURS)) {
            return new Target.Own("AdapterRegistry");
        } else if (address.equals(STRANGER)) {
            return new Target.Stranger();
        }
        return new Target.Person();
    };

    @Test
    void sendsCoin() {
        Meaning.Known known = known(Draft.coin(BOB, new BigInteger("1500000000000000001")));
        assertThat(known.sentence()).isEqualTo("Send 1.500000000000000001 DEMO to Bob.");
        assertThat(known.recipient()).contains(BOB);
        assertThat(known.lines()).contains(Line.machine("To", "Bob  " + BOB));
        assertThat(known(Draft.coin(Address.ZERO, BigInteger.ONE)).cautions())
                .extracting(Caution::weight)
                .containsExactly(Caution.Weight.DANGER);
        assertThat(known(Draft.coin(OURS, BigInteger.ONE)).cautions())
                .extracting(Caution::weight)
                .containsExactly(Caution.Weight.WARNING);
    }

    @Test
    void readsTokensAndCallsOutLimitlessPermissions() {
        assertThat(known(call(standards.erc20(), "transfer", TOKEN, account(BOB), number(2_500_000)))
                        .sentence())
                .isEqualTo("Send 2.5 TOK to Bob.");
        Meaning.Known some = known(call(standards.erc20(), "approve", TOKEN, account(BOB), number(1)));
        assertThat(some.sentence()).isEqualTo("Allow Bob to take up to 0.000001 TOK from you.");
        assertThat(some.cautions()).extracting(Caution::weight).containsExactly(Caution.Weight.WARNING);
        Meaning.Known all = known(call(standards.erc20(), "approve", TOKEN, account(BOB), new AbiValue.Whole(MOST)));
        assertThat(all.sentence()).isEqualTo("Allow Bob to take all your TOK, now and later.");
        assertThat(all.cautions()).extracting(Caution::weight).containsExactly(Caution.Weight.DANGER);
        assertThat(known(call(standards.erc20(), "approve", TOKEN, account(BOB), number(0)))
                        .cautions())
                .isEmpty();
        assertThat(known(call(standards.erc721(), "approve", CATS, account(BOB), number(7)))
                        .sentence())
                .as("the same bytes mean another thing at another contract")
                .isEqualTo("Allow Bob to take token 7 of Cats from you.");
        assertThat(known(call(standards.erc721(), "setApprovalForAll", CATS, account(BOB), new AbiValue.Truth(true)))
                        .cautions())
                .extracting(Caution::weight)
                .containsExactly(Caution.Weight.DANGER);
        assertThat(known(call(
                                standards.erc1155(),
                                "safeTransferFrom",
                                KINDS,
                                account(ME),
                                account(BOB),
                                number(3),
                                number(40),
                                new AbiValue.Bytes(new byte[0])))
                        .sentence())
                .isEqualTo("Give 40 of kind 3 to Bob.");
    }

    @Test
    void readsOurContractsAndOurCreations() {
        ContractAbi abi =
                OwnContracts.load().named("AdapterRegistry").orElseThrow().abi();
        Draft register = call(
                abi,
                "register",
                OURS,
                new AbiValue.Bytes(new byte[32]),
                new AbiValue.Bytes(new byte[32]),
                new AbiValue.Bytes(new byte[32]),
                new AbiValue.Items(List.of(new AbiValue.Bytes(new byte[32]))),
                new AbiValue.Text("ipfs://x"));
        assertThat(known(register).sentence()).startsWith("Register an adapter in your name.");
        assertThat(known(register).lines()).contains(Line.words("Manifest is found at", "ipfs://x"));
        assertThat(unknown(new Draft(STRANGER, BigInteger.ZERO, register.data()))
                        .why())
                .as("our selector at somebody else's contract")
                .contains("not known to the wallet");
        assertThat(unknown(new Draft(BOB, BigInteger.ZERO, register.data())).why())
                .contains("no contract");
        assertThat(unknown(new Draft(OURS, BigInteger.ONE, register.data())).why())
                .contains("takes none");

        byte[] creation = Hex.decode(AdapterRegistry.BINARY);
        assertThat(known(new Draft(null, BigInteger.ZERO, creation)).sentence())
                .isEqualTo("Put a new adapter registry contract on the chain.");
        byte[] longer = Arrays.copyOf(creation, creation.length + 32);
        assertThat(explain(new Draft(null, BigInteger.ZERO, longer))).isInstanceOf(Meaning.Unknown.class);
        creation[40] ^= 1;
        assertThat(explain(new Draft(null, BigInteger.ZERO, creation))).isInstanceOf(Meaning.Unknown.class);
    }

    @Test
    void refusesCallsThatAreNotWrittenAsTheyShouldBe() {
        byte[] good = call(standards.erc20(), "transfer", TOKEN, account(BOB), number(1))
                .data();
        assertThat(unknown(new Draft(TOKEN, BigInteger.ZERO, Arrays.copyOf(good, good.length + 1)))
                        .why())
                .contains("1 bytes after the last value");
        assertThat(unknown(new Draft(TOKEN, BigInteger.ZERO, Arrays.copyOf(good, good.length - 1)))
                        .why())
                .contains("end too early");
        byte[] dirty = good.clone();
        dirty[5] = 1;
        assertThat(unknown(new Draft(TOKEN, BigInteger.ZERO, dirty)).why()).contains("larger than its type");
        assertThat(unknown(new Draft(TOKEN, BigInteger.ZERO, new byte[] {1, 2, 3}))
                        .why())
                .contains("too short");
        assertThat(unknown(new Draft(TOKEN, BigInteger.ZERO, new byte[] {1, 2, 3, 4}))
                        .lines())
                .contains(Line.machine("Raw data", "0x01020304"));
    }

    @Test
    void anyBytesAreReadInFullOrRefusedInWords() {
        Random random = new Random(99);
        List<Draft> seeds = List.of(
                call(standards.erc20(), "transfer", TOKEN, account(BOB), number(5)),
                call(standards.erc20(), "approve", TOKEN, account(BOB), number(5)),
                call(standards.erc721(), "approve", CATS, account(BOB), number(5)),
                call(
                        standards.erc1155(),
                        "safeBatchTransferFrom",
                        KINDS,
                        account(ME),
                        account(BOB),
                        new AbiValue.Items(List.of(number(1), number(2))),
                        new AbiValue.Items(List.of(number(3), number(4))),
                        new AbiValue.Bytes(new byte[3])),
                new Draft(null, BigInteger.ZERO, Hex.decode(AdapterRegistry.BINARY)));
        List<Address> places = List.of(TOKEN, CATS, KINDS, OURS, STRANGER, BOB);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            Draft seed = seeds.get(random.nextInt(seeds.size()));
            byte[] data = random.nextInt(4) == 0
                    ? new byte[random.nextInt(200)]
                    : seed.data().clone();
            if (random.nextInt(4) == 0) {
                data = Arrays.copyOf(data, random.nextInt(data.length + 40));
            }
            for (int i = random.nextInt(4); i > 0 && data.length > 0; i--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            Address to =
                    seed.to() == null || random.nextInt(3) > 0 ? seed.to() : places.get(random.nextInt(places.size()));
            Meaning meaning = explain(new Draft(to, random.nextInt(5) == 0 ? BigInteger.ONE : BigInteger.ZERO, data));
            switch (meaning) {
                case Meaning.Known known -> {
                    assertThat(known.sentence()).isNotBlank();
                    read++;
                }
                case Meaning.Unknown unknown -> assertThat(unknown.why()).isNotBlank();
                case Meaning.Forbidden forbidden -> assertThat(forbidden.why()).isNotBlank();
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }

    @Test
    void readsContributionsAndSignsWhatWasRead() {
        String json = contribution("0x" + "11".repeat(32), "note");
        Explainer.Message message = explainer.message(DEMO, ME, json, targets, names);
        assertThat(message.meaning()).isInstanceOfSatisfying(Meaning.Known.class, known -> {
            assertThat(known.sentence()).startsWith("Give 3 rows to the datanet \u201cdefi-intents\u201d");
            assertThat(known.cautions()).isEmpty();
        });
        assertThat(UnlockedWallet.typedDataHash(message.json())).isEqualTo(UnlockedWallet.typedDataHash(json));
        assertThat(explainer.message(DEMO, BOB, json, targets, names).meaning())
                .isInstanceOfSatisfying(
                        Meaning.Known.class,
                        known -> assertThat(known.cautions())
                                .extracting(Caution::weight)
                                .containsExactly(Caution.Weight.WARNING));
    }

    @Test
    void readsPermits() {
        String json = permit(31337, TOKEN, ME, MOST.toString());
        assertThat(explainer.message(DEMO, ME, json, targets, names).meaning())
                .isInstanceOfSatisfying(Meaning.Known.class, known -> {
                    assertThat(known.sentence()).isEqualTo("Allow Bob to take all your TOK, now and later.");
                    assertThat(known.cautions())
                            .extracting(Caution::weight)
                            .containsExactly(Caution.Weight.DANGER, Caution.Weight.NOTE);
                    assertThat(known.lines()).contains(Line.words("Valid until", "2026-11-27 00:00:00Z"));
                    assertThat(known.recipient()).contains(BOB);
                });
        assertThat(explainer
                        .message(DEMO, ME, permit(1, TOKEN, ME, "5"), targets, names)
                        .meaning())
                .isInstanceOf(Meaning.Forbidden.class);
        assertThat(explainer
                        .message(DEMO, ME, permit(31337, CATS, ME, "5"), targets, names)
                        .meaning())
                .isInstanceOf(Meaning.Unknown.class);
        assertThat(explainer
                        .message(DEMO, ME, permit(31337, TOKEN, BOB, "5"), targets, names)
                        .meaning())
                .isInstanceOf(Meaning.Unknown.class);
    }

    @Test
    void anyTextIsReadInFullOrRefusedInWords() {
        Random random = new Random(3);
        String seed = contribution("0x" + "ab".repeat(32), "x");
        String twice = seed.replace("\"rows\":3", "\"rows\":3,\"rows\":4");
        assertThat(explainer.message(DEMO, ME, twice, targets, names).meaning()).isInstanceOf(Meaning.Forbidden.class);
        assertThat(explainer
                        .message(DEMO, ME, "[".repeat(100_000), targets, names)
                        .meaning())
                .isInstanceOf(Meaning.Forbidden.class);
        int known = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(seed);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, (char) (32 + random.nextInt(95)));
                }
            }
            Explainer.Message message = explainer.message(DEMO, ME, text.toString(), targets, names);
            if (message.meaning() instanceof Meaning.Known) {
                known++;
                assertThat(UnlockedWallet.typedDataHash(message.json()))
                        .as(text.toString())
                        .isEqualTo(UnlockedWallet.typedDataHash(text.toString()));
            }
        }
        assertThat(known).isBetween(100, 19_900);
    }

    private static String contribution(String root, String note) {
        return """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"}],\
            "Contribution":[{"name":"datanet","type":"string"},{"name":"contributor","type":"address"},\
            {"name":"rows","type":"uint256"},{"name":"licences","type":"string[]"},{"name":"root","type":"bytes32"},\
            {"name":"rowsHash","type":"bytes32"},{"name":"created","type":"string"},{"name":"note","type":"string"}]},\
            "primaryType":"Contribution","domain":{"name":"Cultivar","version":"1"},"message":{\
            "datanet":"defi-intents","contributor":"%s","rows":3,"licences":["CC0-1.0"],"root":"%s",\
            "rowsHash":"%s","created":"2026-11-27T00:00:00Z","note":"%s"}}\
            """.formatted(ME, root, root, note);
    }

    private static String permit(int chain, Address token, Address owner, String value) {
        return """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},\
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],\
            "Permit":[{"name":"owner","type":"address"},{"name":"spender","type":"address"},\
            {"name":"value","type":"uint256"},{"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]},\
            "primaryType":"Permit","domain":{"name":"Token","version":"1","chainId":%d,"verifyingContract":"%s"},\
            "message":{"owner":"%s","spender":"%s","value":"%s","nonce":0,"deadline":1795737600}}\
            """.formatted(chain, token, owner, BOB, value);
    }

    private Meaning explain(Draft draft) {
        return explainer.transaction(DEMO, ME, draft, targets, names);
    }

    private Meaning.Known known(Draft draft) {
        Meaning meaning = explain(draft);
        assertThat(meaning).isInstanceOf(Meaning.Known.class);
        return (Meaning.Known) meaning;
    }

    private Meaning.Unknown unknown(Draft draft) {
        Meaning meaning = explain(draft);
        assertThat(meaning).isInstanceOf(Meaning.Unknown.class);
        return (Meaning.Unknown) meaning;
    }

    private static Draft call(ContractAbi abi, String name, Address at, AbiValue... values) {
        AbiFunction function = abi.function(name).orElseThrow();
        return Draft.call(at, function.call(values));
    }

    private static AbiValue account(Address address) {
        return new AbiValue.Account(address);
    }

    private static AbiValue number(long value) {
        return new AbiValue.Whole(BigInteger.valueOf(value));
    }
}
