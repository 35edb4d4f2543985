package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recomputes what was registered from the files and compares it with the manifest and the chain. */
public final class RegistrationCheck {
    private static final String MISSING = "missing";

    private RegistrationCheck() {}

    /**
     * Compares everything that these files allow. A file that is damaged or missing is a check that fails; the others
     * are made all the same.
     *
     * @param manifestFile the manifest
     * @param adapterFolder the PEFT folder
     * @param baseFolder the base model's folder; null where it is not at hand, which leaves its files unchecked
     * @param chain what the chain says
     */
    public static Verification run(
            Path manifestFile, Path adapterFolder, @Nullable Path baseFolder, OnChainRegistration chain) {
        List<Check> checks = new ArrayList<>();
        chain.commitment()
                .ifPresent(both ->
                        checks.add(Check.compare("fields of the registration", both.kept(), both.recomputed())));
        Optional<Manifest> manifest = manifest(manifestFile, chain, checks);
        adapter(adapterFolder, manifest, chain, checks);
        manifest.ifPresent(m -> {
            checks.add(Check.compare(
                    "base model on the chain", chain.baseHash(), m.base().hash()));
            checks.add(Check.compare("datanets on the chain", chain.datanetsHash(), rootsHash(m.roots())));
            versions(m, chain, checks);
            m.datanets().forEach(datanet -> checks.add(shares(datanet)));
            checks.add(Check.compare("creator", chain.creator().toString(), m.creator()));
            if (baseFolder != null) {
                base(baseFolder, m, checks);
            }
        });
        return Verification.of(checks);
    }

    /** keccak256 of the datanet roots, one after another. */
    static String rootsHash(List<String> roots) {
        Keccak hash = new Keccak();
        roots.forEach(root -> hash.update(Hex.decode(root), 0, 32));
        return Hex.encode(hash.digest());
    }

    /** Each version against the datanets' own contract; older demo chains have none. */
    private static void versions(Manifest manifest, OnChainRegistration chain, List<Check> checks) {
        for (int i = 0;
                i < Math.min(chain.versions().size(), manifest.datanets().size());
                i++) {
            Manifest.Datanet datanet = manifest.datanets().get(i);
            OnChainRegistration.Version version = chain.versions().get(i);
            checks.add(Check.compare(
                    "version " + datanet.name() + "@" + datanet.version() + " on the chain",
                    version.found()
                            .map(found -> words(found.root(), found.rows()))
                            .orElse(MISSING),
                    words(datanet.root(), datanet.rows())));
        }
    }

    private static String words(String root, long rows) {
        return root + " with " + rows + " rows";
    }

    /** The rows of the contributors make up the version, so that no part of a reward is left over or given twice. */
    private static Check shares(Manifest.Datanet datanet) {
        long sum = datanet.contributors().stream()
                .mapToLong(Manifest.Contributor::rows)
                .sum();
        return Check.compare(
                "shares in " + datanet.name() + "@" + datanet.version(), datanet.rows() + " rows", sum + " rows");
    }

    private static Optional<Manifest> manifest(Path file, OnChainRegistration chain, List<Check> checks) {
        try {
            Manifest manifest = Manifest.read(file);
            checks.add(Check.compare("manifest on the chain", chain.manifestHash(), manifest.hash()));
            return Optional.of(manifest);
        } catch (RegistryException e) {
            checks.add(Check.failed("manifest on the chain", chain.manifestHash(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static void adapter(
            Path folder, Optional<Manifest> manifest, OnChainRegistration chain, List<Check> checks) {
        try {
            FolderHash found = AdapterFiles.hash(folder);
            manifest.ifPresent(m -> compareFiles(m.adapter().files(), found.files(), checks));
            checks.add(Check.compare("adapter on the chain", chain.adapterHash(), found.hash()));
        } catch (RegistryException e) {
            checks.add(Check.failed("adapter on the chain", chain.adapterHash(), String.valueOf(e.getMessage())));
        }
    }

    private static void base(Path folder, Manifest manifest, List<Check> checks) {
        try {
            FolderHash found = AdapterFiles.hashBase(folder);
            checks.add(Check.compare("files of the base model", manifest.base().hash(), found.hash()));
        } catch (RegistryException e) {
            checks.add(Check.failed("files of the base model", manifest.base().hash(), String.valueOf(e.getMessage())));
        }
    }

    private static void compareFiles(List<FileEntry> expected, List<FileEntry> found, List<Check> checks) {
        Map<String, String> hashes = new LinkedHashMap<>();
        found.forEach(file -> hashes.put(file.path(), file.sha256()));
        for (FileEntry file : expected) {
            checks.add(Check.compare(
                    "adapter file " + file.path(), file.sha256(), hashes.getOrDefault(file.path(), MISSING)));
        }
    }
}
