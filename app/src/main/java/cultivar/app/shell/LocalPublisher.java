package cultivar.app.shell;

import cultivar.app.publish.PublishService;
import cultivar.app.publish.PublishStep;
import cultivar.app.publish.VerifyService;
import cultivar.app.publish.view.Advance;
import cultivar.app.publish.view.Candidate;
import cultivar.app.publish.view.Publisher;
import cultivar.datanet.Counted;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.Evaluation;
import cultivar.finetune.EvaluationListener;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.FinetuneException;
import cultivar.finetune.ModelAccess;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainedAdapter;
import cultivar.finetune.TrainingRows;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Signable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Publishes the adapters of this home: from their records and the datanets to the registry, and back to check. */
final class LocalPublisher implements Publisher {
    private final RunStore runs;
    private final DatanetStore datanets;
    private final ModelAccess models;
    private final PublishService service;
    private final VerifyService verifier;

    LocalPublisher(
            RunStore runs, DatanetStore datanets, ModelAccess models, PublishService service, VerifyService verifier) {
        this.runs = runs;
        this.datanets = datanets;
        this.models = models;
        this.service = service;
        this.verifier = verifier;
    }

    @Override
    public List<Candidate> candidates() {
        return runs.adapters().stream()
                .sorted(Comparator.comparing((TrainedAdapter adapter) ->
                                adapter.record().map(AdapterRecord::finished).orElse(Instant.EPOCH))
                        .reversed())
                .map(this::candidate)
                .toList();
    }

    private Candidate candidate(TrainedAdapter adapter) {
        Optional<AdapterRecord> found = adapter.record();
        if (found.isEmpty()) {
            return broken(adapter, "It was not trained here, so nothing is known about what it learnt from.");
        }
        AdapterRecord record = found.get();
        if (record.datanets().isEmpty()) {
            return broken(adapter, "It learnt from a file, not from datanets, so there is nobody to name.");
        }
        try {
            Map<String, Long> shares = new LinkedHashMap<>();
            Set<String> licences = new LinkedHashSet<>();
            long rows = 0;
            for (AdapterRecord.Source source : record.datanets()) {
                DatanetVersion version = datanets.version(source.ref());
                version.shares()
                        .forEach(share -> shares.merge(share.contributor().toString(), share.rows(), Long::sum));
                version.licences().stream().map(Counted::name).forEach(licences::add);
                rows += version.rows();
            }
            EvaluationReport report = record.evaluation();
            return new Candidate(
                    adapter.name(),
                    adapter.folder(),
                    record.baseName(),
                    record.datanets().stream()
                            .map(source -> source.ref().toString())
                            .toList(),
                    rows,
                    shares.entrySet().stream()
                            .map(entry -> new Candidate.Share(entry.getKey(), entry.getValue()))
                            .sorted(Comparator.comparingLong(Candidate.Share::rows)
                                    .reversed())
                            .toList(),
                    List.copyOf(licences),
                    report == null
                            ? null
                            : new Candidate.Evaluation(
                                    report.rows(),
                                    report.base().exactMatch(),
                                    report.adapter().exactMatch()),
                    null);
        } catch (DatanetException e) {
            return broken(adapter, String.valueOf(e.getMessage()));
        }
    }

    private static Candidate broken(TrainedAdapter adapter, String problem) {
        return new Candidate(adapter.name(), adapter.folder(), "", List.of(), 0, List.of(), List.of(), null, problem);
    }

    @Override
    public void evaluate(Candidate candidate, EvaluationListener listener) {
        AdapterRecord record = record(candidate.folder());
        List<DatanetVersionRef> refs =
                record.datanets().stream().map(AdapterRecord.Source::ref).toList();
        EvaluationReport report = Evaluation.compare(
                models.open(record.recipe().base()),
                candidate.folder(),
                TrainingRows.heldOut(datanets, refs),
                listener);
        if (listener.cancelled()) {
            throw new CancellationException();
        }
        if (runs.find(record.run()).isPresent()) {
            var _ = runs.recordEvaluation(record.run(), report);
        } else {
            AdapterRecord.keep(candidate.folder(), report);
        }
    }

    @Override
    public Manifest draft(Candidate candidate, String name, String description, Address creator) {
        return service.draft(candidate.folder(), name, description, creator);
    }

    @Override
    public Advance begin(Candidate candidate, Manifest manifest, Network network) {
        return advance(candidate, service.begin(candidate.folder(), network, manifest));
    }

    @Override
    public Advance send(
            Candidate candidate,
            Manifest manifest,
            Network network,
            PublishStep.Next step,
            Signable.Send agreed,
            AccountSigner signer)
            throws InterruptedException {
        PublishStep after = service.send(
                candidate.folder(),
                network,
                manifest,
                step,
                agreed.outgoing(),
                signer,
                agreed.approval().orElse(null));
        return advance(candidate, after);
    }

    @Override
    public Advance goOn(Candidate candidate, Manifest manifest, Network network, PublishStep.Next step)
            throws InterruptedException {
        return advance(candidate, service.goOn(candidate.folder(), network, manifest, step));
    }

    private Advance advance(Candidate candidate, PublishStep after) {
        return switch (after) {
            case PublishStep.Next next -> new Advance.Sign(next);
            case PublishStep.Done(Registration registration) ->
                new Advance.Registered(
                        HomeServices.entry(service.networks(), candidate.name(), candidate.folder(), registration));
        };
    }

    @Override
    public Verification verify(Path adapter, Network network) {
        return verifier.verify(adapter, network, null);
    }

    private static AdapterRecord record(Path folder) {
        return AdapterRecord.read(folder)
                .orElseThrow(() -> new FinetuneException("Nothing is known about how " + folder + " was trained."));
    }
}
