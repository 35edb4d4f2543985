package cultivar.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that come from elsewhere, accounts that are only watched, and files for other wallets. */
class ImportedAccountsTest {
    private static final int KILLS = Integer.getInteger("cultivar.kills", 2);
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final char[] FRESH = "battery staple".toCharArray();
    private static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    private static final String ADDRESS = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23";
    private static final Address FRIEND = Address.parse("0x00000000000000000000000000000000000000B0");

    @TempDir
    private Path folder;

    private Vault vault() {
        try (Phrase phrase = Phrase.create()) {
            return Vault.create(folder.resolve("wallet.json"), PASSWORD, phrase, false);
        }
    }

    @Test
    void importedKeysSignAndOutliveAChangeOfPassword() {
        Vault vault = vault();
        try (PrivateKey key = PrivateKey.parse(("0x" + KEY).toCharArray())) {
            Account account = vault.importKey(PASSWORD, key, "Old");
            assertThat(account.address()).hasToString(ADDRESS);
            assertThat(account.kind()).isEqualTo(Account.Kind.IMPORTED);
            assertThatThrownBy(() -> vault.importKey(PASSWORD, key, "Again")).hasMessageContaining("already");
        }
        Account friend = vault.watch(FRIEND, "Friend");
        vault.changePassword(PASSWORD, FRESH);
        Vault again = Vault.open(vault.file());
        assertThat(again.accounts())
                .extracting(Account::kind)
                .containsExactly(Account.Kind.DERIVED, Account.Kind.IMPORTED, Account.Kind.WATCHED);
        assertThatThrownBy(() -> again.unlock(PASSWORD)).isInstanceOf(WrongPasswordException.class);
        try (UnlockedWallet wallet = again.unlock(FRESH)) {
            assertThat(wallet.address(-1)).hasToString(ADDRESS);
            assertThat(wallet.signMessage(-1, new byte[] {1}).yParity()).isBetween(0, 1);
            assertThatThrownBy(() -> wallet.address(friend.index())).hasMessageContaining("only watched");
            again.addAccount(wallet, "Second");
        }
        assertThat(again.accounts().getLast().index()).isEqualTo(1);
    }

    @Test
    void importedKeysSignInAWalletThatIsUnlockedAlready() {
        Vault vault = vault();
        UnlockedWallet wallet = vault.unlock(PASSWORD);
        try (PrivateKey key = PrivateKey.parse(KEY.toCharArray())) {
            Account account = vault.importKey(PASSWORD, key, "Old");
            assertThatThrownBy(() -> wallet.address(-1)).hasMessageContaining("came after it was unlocked");
            wallet.take(account, key);
            assertThat(wallet.address(account.index())).hasToString(ADDRESS);
            Account watched = vault.watch(FRIEND, "Friend");
            assertThatThrownBy(() -> wallet.take(watched, key)).isInstanceOf(IllegalArgumentException.class);
            wallet.close();
            wallet.take(account, key);
            assertThatThrownBy(() -> wallet.address(-1)).hasMessageContaining("locked");
        }
    }

    @Test
    void whatAnotherOpenVaultWroteIsNotUndone() {
        Vault here = vault();
        Vault there = Vault.open(here.file());
        try (PrivateKey key = PrivateKey.parse(KEY.toCharArray())) {
            there.importKey(PASSWORD, key, "Old");
        }
        there.changePassword(PASSWORD, FRESH);
        assertThatThrownBy(() -> here.unlock(PASSWORD)).isInstanceOf(WrongPasswordException.class);
        here.watch(FRIEND, "Friend");
        try (UnlockedWallet wallet = here.unlock(FRESH)) {
            assertThat(wallet.address(-1)).hasToString(ADDRESS);
            there.addAccount(wallet, "Second");
        }
        assertThatThrownBy(() -> there.watch(FRIEND, "Friend")).hasMessageContaining("already");
        assertThat(Vault.open(here.file()).accounts())
                .extracting(Account::name)
                .containsExactly("Account 1", "Old", "Friend", "Second");
    }

    @Test
    void manyWritersLoseNoAccountAndOnlyOneMakesTheWallet() throws Exception {
        Path file = folder.resolve("wallet.json");
        int writers = 8;
        try (ExecutorService pool = Executors.newFixedThreadPool(writers);
                Phrase phrase = Phrase.create()) {
            List<Future<Vault>> made = IntStream.range(0, 2)
                    .mapToObj(i -> pool.submit(() -> Vault.create(file, PASSWORD, phrase, false)))
                    .toList();
            assertThat(made.stream().filter(ImportedAccountsTest::worked)).hasSize(1);
            List<Future<Account>> added = IntStream.range(1, writers + 1)
                    .mapToObj(i -> pool.submit(
                            () -> Vault.open(file).watch(Address.parse("0x%040x".formatted(i)), "Friend " + i)))
                    .toList();
            assertThat(added).allMatch(ImportedAccountsTest::worked);
        }
        assertThat(Vault.open(file).accounts()).hasSize(1 + writers);
        assertThat(Vault.open(file).accounts().stream().map(Account::index).distinct())
                .hasSize(1 + writers);
    }

    private static boolean worked(Future<?> work) {
        try {
            work.get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).hasMessageContaining("There is a wallet already");
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSwappedKeyIsNoticed() throws IOException {
        Vault vault = vault();
        try (PrivateKey key = PrivateKey.parse(KEY.toCharArray())) {
            vault.importKey(PASSWORD, key, "Old");
        }
        String text = Files.readString(vault.file());
        Files.writeString(vault.file(), text.replace(ADDRESS, FRIEND.toString()));
        assertThatThrownBy(() -> Vault.open(vault.file()).unlock(PASSWORD)).isInstanceOf(WalletException.class);
    }

    @Test
    void writesFilesThatItReadsAgain() throws IOException {
        Vault vault = vault();
        Path file = folder.resolve("export/key.json");
        try (PrivateKey key = vault.exportKey(PASSWORD, 0)) {
            assertThatThrownBy(() -> Keystore.write(file, key, "short".toCharArray()))
                    .hasMessageContaining("at least 8");
            Keystore.write(file, key, FRESH);
            assertThatThrownBy(() -> Keystore.write(file, key, FRESH)).hasMessageContaining("already");
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (PrivateKey key = Keystore.read(file, FRESH)) {
            assertThat(key.address()).isEqualTo(vault.accounts().getFirst().address());
        }
        assertThatThrownBy(() -> Keystore.read(file, PASSWORD)).isInstanceOf(WrongPasswordException.class);
        String whole = Files.readString(file);
        damaged(file, whole.substring(0, 100));
        damaged(file, "[]");
        damaged(file, whole.replace("aes-128-ctr", "rot13"));
        damaged(file, whole.replaceAll("\"n\" : \\d+", "\"n\" : 1073741824"));
        damaged(file, whole.replaceAll("\"salt\" : \"..", "\"salt\" : \"zz"));
        damaged(file, whole.replace("\"version\" : 3", "\"version\" : 1"));
        damaged(file, whole.replaceAll("\"address\" : \"..", "\"address\" : \"00"));
    }

    private static void damaged(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> Keystore.read(file, FRESH))
                .as(text)
                .isExactlyInstanceOf(WalletException.class)
                .hasMessageStartingWith("The key file " + file + " cannot be used: ");
    }

    @Test
    void badKeysAreRefusedWithoutBeingRepeated() {
        for (String text : new String[] {"12", KEY.replace('4', 'g'), "0".repeat(64), "f".repeat(64)}) {
            assertThatThrownBy(() -> PrivateKey.parse(text.toCharArray()))
                    .isInstanceOf(WalletException.class)
                    .hasMessageNotContaining(text.length() > 2 ? text : "0x12");
        }
    }

    @Test
    void aKillWhileThePasswordChangesLeavesOneOfTheTwo() throws Exception {
        Vault vault = vault();
        try (PrivateKey key = PrivateKey.parse(KEY.toCharArray())) {
            vault.importKey(PASSWORD, key, "Old");
        }
        Random random = new Random(7);
        for (int i = 0; i < KILLS; i++) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Changer.class.getName(),
                            vault.file().toString())
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('c');
            process.waitFor(random.nextInt(2_000), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Vault after = Vault.open(vault.file());
            assertThat(opens(after, PASSWORD) ^ opens(after, FRESH)).isTrue();
        }
    }

    private static boolean opens(Vault vault, char[] password) {
        try (UnlockedWallet wallet = vault.unlock(password)) {
            return wallet.address(-1).toString().equals(ADDRESS);
        } catch (WrongPasswordException e) {
            return false;
        }
    }

    /** Changes the password to and fro until it is killed. */
    static final class Changer {
        private Changer() {}

        public static void main(String[] arguments) {
            Vault vault = Vault.open(Path.of(arguments[0]));
            System.out.write("c".getBytes(StandardCharsets.UTF_8), 0, 1);
            System.out.flush();
            boolean first = opens(vault, PASSWORD);
            while (true) {
                vault.changePassword(first ? PASSWORD : FRESH, first ? FRESH : PASSWORD);
                first = !first;
            }
        }
    }
}
