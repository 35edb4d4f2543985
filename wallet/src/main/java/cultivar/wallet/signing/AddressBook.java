package cultivar.wallet.signing;

import cultivar.wallet.abi.PlainText;
import cultivar.wallet.codec.Address;
import cultivar.wallet.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names for addresses, in a file of the home that only its owner may read and that is replaced in one step. Safe for use
 * by several threads; what another process wrote is read again before each change.
 */
public final class AddressBook implements Names {
    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 60;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final Path file;
    private List<Contact> contacts = List.of();
    private @Nullable String problem;

    /** The file as JSON. */
    private record Content(int version, List<Entry> contacts) {}

    /** A contact as JSON. */
    private record Entry(String address, String name, String note) {}

    private AddressBook(Path file) {
        this.file = file;
        try {
            contacts = read(file);
        } catch (SettingsException e) {
            problem = e.getMessage();
        }
    }

    /** Reads the address book; a missing file is an empty book, and so is one with a {@link #problem}. */
    public static AddressBook open(Path file) {
        return new AddressBook(file);
    }

    /** Why the book could not be read; its file is left as it is until it can be. */
    public synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Everybody, by name. */
    public synchronized List<Contact> contacts() {
        return contacts;
    }

    @Override
    public Optional<String> of(Address address) {
        return find(address).map(Contact::name);
    }

    /** The contact with this address. */
    public synchronized Optional<Contact> find(Address address) {
        return contacts.stream().filter(each -> each.address().equals(address)).findFirst();
    }

    /**
     * Adds somebody.
     *
     * @throws SettingsException if the address or the name is there already, the name is none, or it cannot be saved
     */
    public void add(Contact contact) {
        change(before -> {
            before.stream()
                    .filter(each -> each.address().equals(contact.address()))
                    .findFirst()
                    .ifPresent(there -> {
                        throw new SettingsException("This address is in the address book already, as \"" + there.name()
                                + "\". Edit that entry instead.");
                    });
            return with(before, contact);
        });
    }

    /**
     * Changes name or note of an address.
     *
     * @throws SettingsException if the name is somebody else's or none, or it cannot be saved
     */
    public void edit(Contact contact) {
        change(before -> with(without(before, contact.address()), contact));
    }

    /**
     * Takes an address out.
     *
     * @throws SettingsException if it cannot be saved
     */
    public void remove(Address address) {
        change(before -> without(before, address));
    }

    private static List<Contact> without(List<Contact> before, Address address) {
        return before.stream().filter(each -> !each.address().equals(address)).toList();
    }

    private static List<Contact> with(List<Contact> others, Contact contact) {
        String name = contact.name();
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !PlainText.of(name).equals(name)) {
            throw new SettingsException("A name has 1 to " + LONGEST_NAME + " characters that can be seen.");
        }
        others.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .ifPresent(there -> {
                    throw new SettingsException(
                            "\"" + there.name() + "\" is the name of another address already. Choose another name.");
                });
        List<Contact> after = new ArrayList<>(others);
        after.add(contact);
        return after;
    }

    private synchronized void change(UnaryOperator<List<Contact>> change) {
        List<Contact> after = sorted(change.apply(read(file)));
        Content content = new Content(
                1,
                after.stream()
                        .map(each -> new Entry(each.address().toString(), each.name(), each.note()))
                        .toList());
        try {
            PrivateFiles.write(file, JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new SettingsException(
                    "The address book could not be saved to " + file + ": " + e.getMessage() + ". Nothing was changed.",
                    e);
        }
        contacts = after;
        problem = null;
    }

    private static List<Contact> read(Path file) {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            return sorted(content.contacts().stream()
                    .map(entry -> new Contact(Address.parse(entry.address()), entry.name(), entry.note()))
                    .toList());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new SettingsException("The address book " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new SettingsException("The address book " + file
                    + " is damaged. Move it away to begin a new one; its names can be read with a text editor.");
        }
    }

    private static List<Contact> sorted(List<Contact> contacts) {
        return contacts.stream()
                .sorted(Comparator.comparing(Contact::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }
}
