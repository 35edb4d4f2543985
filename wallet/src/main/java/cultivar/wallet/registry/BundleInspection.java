package cultivar.wallet.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a bundle's files with what was signed about them; everything that differs is told, not only the first. */
final class BundleInspection {
    private final Path folder;
    private final String id;
    private final List<String> damage = new ArrayList<>();
    private @Nullable Bundle bundle;
    private @Nullable Manifest manifest;

    private BundleInspection(Path folder, String id) {
        this.folder = folder;
        this.id = id;
    }

    static BundleInspection of(Path folder, String id) {
        BundleInspection inspection = new BundleInspection(folder, id);
        inspection.look();
        return inspection;
    }

    List<String> damage() {
        return List.copyOf(damage);
    }

    /** What to call it, as far as that can be read. */
    String name() {
        Bundle known = bundle;
        return known == null ? id.substring(0, 10) : known.statement().name();
    }

    Optional<QueuedBundle.Sound> sound() {
        return damage.isEmpty()
                ? Optional.of(
                        new QueuedBundle.Sound(id, Objects.requireNonNull(bundle), Objects.requireNonNull(manifest)))
                : Optional.empty();
    }

    private void look() {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(Bundle.FILE_NAME));
            if (!Bundle.hash(bytes).equals(id)) {
                // What it lists is anybody's word now, so nothing else is compared with it.
                damage.add(Bundle.FILE_NAME + " was changed");
                return;
            }
            Bundle found = Bundle.parse(bytes);
            bundle = found;
            statement(found);
            found.files().forEach(this::file);
            strangers(found);
        } catch (IOException e) {
            damage.add(Bundle.FILE_NAME + " is missing or cannot be read");
        } catch (RegistryException e) {
            damage.add(String.valueOf(e.getMessage()));
        }
    }

    private void statement(Bundle known) {
        BundleStatement statement = known.statement();
        if (known.signer()
                .filter(signer -> signer.toString().equals(statement.creator()))
                .isEmpty()) {
            damage.add(Bundle.FILE_NAME + " is not signed by " + statement.creator());
        }
        if (!FolderHash.of(known.files()).hash().equals(statement.contents())) {
            damage.add(Bundle.FILE_NAME + " lists other files than were signed");
        }
        try {
            Manifest found = Manifest.read(folder.resolve(Manifest.FILE_NAME));
            manifest = found;
            if (!found.hash().equals(statement.manifest()) || !found.creator().equals(statement.creator())) {
                damage.add(Manifest.FILE_NAME + " is not the one that was signed");
            }
        } catch (RegistryException e) {
            // Its file is compared below; only one that was damaged before it was signed would pass there.
            manifest = null;
        }
    }

    private void file(FileEntry expected) {
        Path file = folder.resolve(expected.path());
        try {
            if (!Files.isRegularFile(file)) {
                damage.add(expected.path() + " is missing");
            } else if (!FileEntry.of(file).equals(expected)) {
                damage.add(expected.path() + " was changed");
            } else if (expected.path().equals(Manifest.FILE_NAME) && manifest == null) {
                damage.add(expected.path() + " is damaged");
            }
        } catch (IOException e) {
            damage.add(expected.path() + " cannot be read");
        }
    }

    private void strangers(Bundle known) {
        Set<String> names = known.files().stream().map(FileEntry::path).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !names.contains(name) && !name.equals(Bundle.FILE_NAME))
                    .sorted()
                    .forEach(name -> damage.add(name + " does not belong to it"));
        } catch (IOException e) {
            damage.add("the files cannot be listed");
        }
    }
}
