package cultivar.app.publish;

import cultivar.datanet.Counted;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.VersionCheck;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.EvaluationReport;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Check;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.OnChainRegistration;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.RegistrationCheck;
import cultivar.wallet.registry.RegistrationReader;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.RegistryException;
import cultivar.wallet.registry.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recomputes what was published, from the files and rows on this machine, and compares it with the chain. */
public final class VerifyService {
    private final Supplier<DatanetStore> datanets;
    private final Chains chains;

    public VerifyService(Supplier<DatanetStore> datanets, Chains chains) {
        this.datanets = datanets;
        this.chains = chains;
    }

    /**
     * Verifies an adapter against its registration.
     *
     * @param network where to look, or null for the network that the adapter's own registration names
     * @param reference a token's number, an adapter's or a transaction's hash, or null for the adapter's own
     * @throws PublishException if there is nothing to compare with
     */
    public Verification verify(Path adapter, @Nullable Network network, @Nullable String reference) {
        if (!Files.isDirectory(adapter)) {
            throw new PublishException(
                    "There is no adapter folder at " + adapter + ". Name an adapter of this studio or its folder.");
        }
        Optional<Registration> known = RegistrationFile.read(adapter);
        Network where = network != null
                ? network
                : known.map(registration -> chains.networks().named(registration.network()))
                        .orElse(Network.demoChain());
        OnChainRegistration chain = find(where, reference, known, adapter);
        Verification files =
                RegistrationCheck.run(adapter.resolve(Manifest.FILE_NAME), adapter, baseFolder(adapter), chain);
        return files.and(datanetChecks(adapter));
    }

    private OnChainRegistration find(
            Network where, @Nullable String reference, Optional<Registration> known, Path adapter) {
        try (ChainClient client = chains.connect(where)) {
            RegistrationReader registry =
                    known.isPresent() && known.get().network().equals(where.name())
                            ? Registry.reader(client, known.get().contract())
                            : Registry.open(client);
            Optional<OnChainRegistration> found = reference != null
                    ? registry.find(reference)
                    : known.isPresent()
                            ? registry.findToken(known.get().tokenId())
                            : registry.findAdapter(Manifest.read(adapter.resolve(Manifest.FILE_NAME))
                                    .adapter()
                                    .hash());
            return found.orElseThrow(() -> new PublishException("Nothing is registered "
                    + (reference != null ? "as " + reference : "for this adapter") + " on " + where.label()
                    + ". Name the network and the token that it was registered as."));
        }
    }

    private static @Nullable Path baseFolder(Path adapter) {
        return AdapterRecord.read(adapter)
                .map(AdapterRecord::baseFolder)
                .filter(Files::isDirectory)
                .orElse(null);
    }

    private List<Check> datanetChecks(Path adapter) {
        Manifest manifest;
        try {
            manifest = Manifest.read(adapter.resolve(Manifest.FILE_NAME));
        } catch (RegistryException e) {
            // That it cannot be read is a failed check already.
            return List.of();
        }
        List<Check> checks = new ArrayList<>();
        for (Manifest.Datanet datanet : manifest.datanets()) {
            checks.add(datanetCheck(datanet));
            checks.addAll(gifts(datanet));
        }
        return checks;
    }

    /** Who gave how much, and under which licences. */
    private List<Check> gifts(Manifest.Datanet datanet) {
        DatanetVersionRef ref = new DatanetVersionRef(datanet.name(), datanet.version());
        String givers = "contributors of datanet " + ref;
        String licences = "licences of datanet " + ref;
        try {
            DatanetVersion version = datanets.get().version(ref);
            return List.of(
                    Check.compare(
                            givers,
                            words(datanet.contributors()),
                            words(version.shares().stream()
                                    .map(share -> new Manifest.Contributor(
                                            share.contributor().toString(), share.rows()))
                                    .toList())),
                    Check.compare(
                            licences,
                            String.join(", ", datanet.licences()),
                            version.licences().stream().map(Counted::name).collect(Collectors.joining(", "))));
        } catch (DatanetException e) {
            String why = String.valueOf(e.getMessage());
            return List.of(
                    Check.failed(givers, words(datanet.contributors()), why),
                    Check.failed(licences, String.join(", ", datanet.licences()), why));
        }
    }

    private static String words(List<Manifest.Contributor> contributors) {
        return contributors.stream()
                .map(contributor -> contributor.address() + " " + contributor.rows())
                .collect(Collectors.joining(", "));
    }

    /** Compares what the manifest says of held-out rows with a new evaluation of the same adapter. */
    public static List<Check> evaluationChecks(Manifest.Evaluation expected, EvaluationReport found) {
        return List.of(
                Check.compare("held-out rows", Long.toString(expected.heldOutRows()), Long.toString(found.rows())),
                Check.compare("evaluation of the base", words(expected.base()), words(found.base())),
                Check.compare("evaluation of the adapter", words(expected.adapter()), words(found.adapter())));
    }

    private static String words(Manifest.Scores scores) {
        return words(scores.exactMatch(), scores.loss());
    }

    private static String words(EvaluationReport.Side side) {
        return words(side.exactMatch(), side.loss());
    }

    /** As far as two machines agree: whole answers, and three digits of the loss. */
    private static String words(double exactMatch, double loss) {
        return String.format(Locale.ROOT, "%.4f exactly right, loss %.2e", exactMatch, loss);
    }

    private Check datanetCheck(Manifest.Datanet datanet) {
        DatanetVersionRef ref = new DatanetVersionRef(datanet.name(), datanet.version());
        String what = "rows of datanet " + ref;
        try {
            VersionCheck check = datanets.get().verify(ref);
            if (!check.holds()) {
                return Check.failed(what, datanet.root(), check.summary());
            }
            return Check.compare(what, datanet.root(), check.foundRoot().toString());
        } catch (DatanetException e) {
            return Check.failed(what, datanet.root(), String.valueOf(e.getMessage()));
        }
    }
}
