package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    /** The phrase that every development chain uses; its addresses are known to everybody. */
    private static final String KNOWN = "test test test test test test test test test test test junk";

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @Test
    void derivesTheAccountsThatOtherWalletsDerive() {
        try (Phrase phrase = Phrase.parse(KNOWN);
                UnlockedWallet wallet = UnlockedWallet.of(phrase, false)) {
            assertThat(wallet.address(0)).hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
            assertThat(wallet.address(1)).hasToString("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
            assertThat(wallet.address(2)).hasToString("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
        }
    }

    @Test
    void readsAPhraseOnlyIfItsWordsAreRight() {
        assertThat(Phrase.parse("  Test TEST test test test test\ntest test test test test junk ")
                        .words())
                .hasSize(12)
                .endsWith("junk");
        assertThatThrownBy(() -> Phrase.parse(KNOWN.replace("junk", "jukn")))
                .isInstanceOf(WalletException.class)
                .hasMessageContaining("Word 12")
                .hasMessageContaining("Did you mean \"junk\"?");
        assertThatThrownBy(() -> Phrase.parse(KNOWN.replace("junk", "jump")))
                .hasMessageContaining("check sum is wrong");
        assertThatThrownBy(() -> Phrase.parse("test test")).hasMessageContaining("2 were given");
    }

    @Test
    void makesFreshPhrasesThatReadBack() {
        for (int i = 0; i < 50; i++) {
            try (Phrase phrase = Phrase.create();
                    Phrase again = Phrase.parse(String.join(" ", phrase.words()))) {
                assertThat(again.words()).hasSize(12).isEqualTo(phrase.words());
                assertThat(again.seed()).isEqualTo(phrase.seed());
            }
        }
    }

    @Test
    void seedFollowsThePublishedVector() {
        // From the vectors of BIP-39's authors, with an empty passphrase, as the derivation of web3j gives it too.
        String words = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        try (Phrase phrase = Phrase.parse(words)) {
            assertThat(phrase.seed()).isEqualTo(org.web3j.crypto.MnemonicUtils.generateSeed(words, ""));
        }
    }

    @Test
    void opensAgainWithThePasswordAndOnlyWithIt() throws IOException {
        Path file = folder.resolve("wallet/main.json");
        Address expected;
        try (Phrase phrase = Phrase.create()) {
            Vault vault = Vault.create(file, PASSWORD, phrase, false);
            expected = vault.accounts().getFirst().address();
            String text = Files.readString(file);
            phrase.words().forEach(word -> assertThat(text).doesNotContain(" " + word));
        }
        try (UnlockedWallet wallet = Vault.open(file).unlock(PASSWORD)) {
            assertThat(wallet.address(0)).isEqualTo(expected);
        }
        Throwable wrong = catchThrowable(() -> Vault.open(file).unlock("correct horsf".toCharArray()));
        assertThat(wrong).isInstanceOf(WrongPasswordException.class).hasMessageStartingWith("Wrong password.");
        assertThat(wrong).hasNoCause();
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(file.getParent())) {
            assertThat(files).as("nothing half-written lies beside it").containsExactly(file);
        }
    }

    @Test
    void refusesToReplaceAWalletOrToTakeAShortPassword() {
        Path file = folder.resolve("wallet.json");
        try (Phrase phrase = Phrase.create()) {
            assertThatThrownBy(() -> Vault.create(file, "short".toCharArray(), phrase, false))
                    .hasMessageContaining("at least 8 characters");
            assertThat(file).doesNotExist();
            Vault.create(file, PASSWORD, phrase, false);
            assertThatThrownBy(() -> Vault.create(file, PASSWORD, phrase, false))
                    .hasMessageContaining("There is a wallet already");
        }
    }

    @Test
    void changesThePasswordAndAddsAccounts() {
        Path file = folder.resolve("wallet.json");
        char[] fresh = "another password".toCharArray();
        try (Phrase phrase = Phrase.parse(KNOWN)) {
            Vault vault = Vault.create(file, PASSWORD, phrase, false);
            vault.changePassword(PASSWORD, fresh);
            assertThatThrownBy(() -> vault.unlock(PASSWORD)).isInstanceOf(WrongPasswordException.class);
            try (UnlockedWallet wallet = vault.unlock(fresh)) {
                vault.addAccount(wallet, "Savings");
            }
        }
        assertThat(Vault.open(file).accounts())
                .extracting(a -> a.name() + " " + a.address())
                .containsExactly(
                        "Account 1 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
                        "Savings 0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    }

    @Test
    void aDamagedFileIsOneClearError() throws IOException {
        Path file = folder.resolve("wallet.json");
        assertThatThrownBy(() -> Vault.open(file)).hasMessageContaining("There is no wallet at");
        try (Phrase phrase = Phrase.create()) {
            Vault.create(file, PASSWORD, phrase, false);
        }
        String whole = Files.readString(file);
        damage(file, whole.substring(0, whole.length() / 2), "is damaged");
        damage(file, "", "is damaged");
        damage(file, "{}", "is damaged");
        damage(file, whole.replace("\"memory\" : 65536", "\"memory\" : 2000000000"), "is damaged");
        damage(file, whole.replace("\"version\" : 1", "\"version\" : 7"), "has version 7");
        damage(file, whole.replace("\"nonce\" : \"0x", "\"nonce\" : \"0xzz"), "is damaged");
        // A parameter changed to one that would be allowed is noticed by the tag.
        Files.writeString(file, whole.replace("\"demo\" : false", "\"demo\" : true"));
        assertThatThrownBy(() -> Vault.open(file).unlock(PASSWORD)).isInstanceOf(WrongPasswordException.class);
        // An address swapped for somebody else's is noticed on unlocking.
        Files.writeString(
                file,
                whole.replaceAll(
                        "\"address\" : \"0x[0-9a-fA-F]{40}\"",
                        "\"address\" : \"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\""));
        assertThatThrownBy(() -> Vault.open(file).unlock(PASSWORD)).hasMessageContaining("not its own");
    }

    private void damage(Path file, String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> Vault.open(file))
                .isInstanceOf(WalletException.class)
                .hasMessageContaining(message);
    }

    @Test
    void signsAndForgetsTheKeyOnClose() {
        UnlockedWallet wallet;
        try (Phrase phrase = Phrase.parse(KNOWN)) {
            wallet = UnlockedWallet.of(phrase, false);
            assertThat(phrase.toString()).doesNotContain("junk");
        }
        Signature signature = wallet.signMessage(0, "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(Secp256k1.recover(UnlockedWallet.messageHash("hello".getBytes(StandardCharsets.UTF_8)), signature))
                .contains(wallet.address(0));
        FeeMarketTransaction transaction = new FeeMarketTransaction(
                1,
                2,
                BigInteger.ONE,
                BigInteger.TEN,
                BigInteger.valueOf(21_000),
                wallet.address(1),
                BigInteger.TWO,
                new byte[] {1, 2, 3});
        byte[] raw = wallet.sign(0, transaction);
        // web3j is an independent reader of the same bytes.
        var read = (org.web3j.crypto.SignedRawTransaction) org.web3j.crypto.TransactionDecoder.decode(Hex.encode(raw));
        try {
            assertThat(read.getFrom()).isEqualTo(wallet.address(0).hex());
        } catch (java.security.SignatureException e) {
            throw new AssertionError(e);
        }
        assertThat(read.getTo()).isEqualTo(wallet.address(1).hex());
        assertThat(read.getData()).endsWith("010203");
        wallet.close();
        assertThatThrownBy(() -> wallet.signMessage(0, new byte[1])).hasMessageContaining("locked");
        assertThatThrownBy(() -> wallet.address(0)).hasMessageContaining("locked");
        assertThat(wallet.toString()).isEqualTo("UnlockedWallet[hidden]");
    }

    @Test
    void hashesTypedDataAsTheStandardsExampleSays() {
        // The example of EIP-712 ("Mail" from Cow to Bob).
        String json = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
            "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
            "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
            "primaryType":"Mail",
            "domain":{"name":"Ether Mail","version":"1","chainId":1,
            "verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
            "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
            "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}
            """;
        assertThat(Hex.encode(UnlockedWallet.typedDataHash(json)))
                .isEqualTo("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        assertThatThrownBy(() -> UnlockedWallet.typedDataHash("{}")).isInstanceOf(WalletException.class);
        assertThat(Keccak.hash("")).hasSize(32);
    }
}
