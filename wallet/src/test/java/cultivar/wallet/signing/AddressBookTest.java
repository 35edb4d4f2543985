package cultivar.wallet.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names for addresses on disk, and addresses that only look like a known one. */
class AddressBookTest {
    private static final Address BOB = Address.parse("0xabc0000000000000000000000000000000000b0b");
    private static final Address FAKE = Address.parse("0xabc1111111111111111111111111111111111b0b");
    private static final Address ALICE = Address.parse("0x00000000000000000000000000000000000a11ce");

    @TempDir
    Path folder;

    @Test
    void keepsNamesAcrossStartsAndProcesses() throws IOException {
        Path file = folder.resolve("wallet/address-book.json");
        AddressBook book = AddressBook.open(file);
        assertThat(book.contacts()).isEmpty();
        book.add(new Contact(BOB, " Bob ", "lunch"));
        AddressBook other = AddressBook.open(file);
        other.add(new Contact(ALICE, "alice", ""));
        book.edit(new Contact(BOB, "Robert", ""));
        assertThat(book.contacts()).extracting(Contact::name).containsExactly("alice", "Robert");
        assertThat(AddressBook.open(file).contacts()).isEqualTo(book.contacts());
        book.remove(ALICE);
        assertThat(book.of(ALICE)).isEmpty();
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesWhatWouldConfuse() {
        AddressBook book = AddressBook.open(folder.resolve("book.json"));
        book.add(new Contact(BOB, "Bob", ""));
        assertThatThrownBy(() -> book.add(new Contact(BOB, "Bert", ""))).hasMessageContaining("already, as \"Bob\"");
        assertThatThrownBy(() -> book.add(new Contact(ALICE, "bob", ""))).hasMessageContaining("another address");
        assertThatThrownBy(() -> book.add(new Contact(ALICE, "  ", ""))).hasMessageContaining("1 to 60");
        assertThatThrownBy(() -> book.add(new Contact(ALICE, "Bob\u200b", ""))).hasMessageContaining("seen");
        assertThat(book.contacts()).hasSize(1);
    }

    @Test
    void leavesADamagedFileAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("book.json"), "{\"version\":1,\"contacts\":[{\"name\":\"x\"}]}");
        AddressBook book = AddressBook.open(file);
        assertThat(book.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("is damaged"));
        assertThat(book.contacts()).isEmpty();
        assertThatThrownBy(() -> book.add(new Contact(BOB, "Bob", "")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("is damaged");
        assertThat(file).hasContent("{\"version\":1,\"contacts\":[{\"name\":\"x\"}]}");
    }

    @Test
    void tellsNewKnownAndLookAlikeAddresses() {
        AddressBook book = AddressBook.open(folder.resolve("book.json"));
        book.add(new Contact(BOB, "Bob", ""));
        Circle circle = new Circle(Map.of(ALICE, "Account 1"), book, Set.of(FAKE));
        assertThat(circle.standing(BOB)).isEqualTo(new Standing.Known("Bob"));
        assertThat(circle.standing(ALICE)).isEqualTo(new Standing.Own("Account 1"));
        assertThat(circle.standing(FAKE))
                .as("also where it was fallen for before")
                .isEqualTo(new Standing.LookAlike(BOB, "Bob"));
        Address used = Address.parse("0x0000000000000000000000000000000000000999");
        assertThat(circle.standing(used)).isEqualTo(new Standing.New());
        assertThat(new Circle(Map.of(), book, Set.of(used)).standing(used)).isEqualTo(new Standing.Used());
    }
}
