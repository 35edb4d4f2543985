package cultivar.datanet.view;

import cultivar.datanet.load.ImportPart;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.Target;
import cultivar.datanet.signed.AgreedSigner;
import cultivar.datanet.signed.ContributionPlan;
import cultivar.datanet.signed.ContributionWriter;
import cultivar.datanet.signed.Statement;
import cultivar.datanet.signed.StatementSigner;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.task.Task;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;

/** From a person's files to one signed file for a datanet's owner: asks, shows what is signed, signs, and saves. */
final class ContributeFlow {
    private final DatanetServices services;
    private final Words words;

    ContributeFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    private record Look(List<ImportPart> parts, Path place) {}

    /** What would be signed, and which rows would not be in it. */
    private record Ready(ContributionPlan plan, Statement statement, List<Problem> leftOut) {}

    /** Begins. Does nothing for no files. */
    void start(String datanet, List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        Path folder = Path.of(System.getProperty("user.home", "."));
        var _ = services.tasks()
                .load(
                        words.get("import.look"),
                        context -> new Look(
                                ImportPart.of(files, defaults(), Map.of()), ContributionWriter.free(folder, datanet)))
                .onResult(look -> ask(datanet, files, look))
                .onFailure(this::failed);
    }

    private RowDefaults defaults() {
        return new RowDefaults(services.contributor().get(), "");
    }

    private void ask(String datanet, List<Path> files, Look look) {
        MappingPane mapping = new MappingPane(words, look.parts(), (changes, seen) -> {
            var _ = again(files, changes).onResult(seen).onFailure(this::failed);
        });
        var _ = services.dialogs()
                .<ContributeChoice>show(
                        words.get("contribute.title", datanet),
                        handle -> new ContributeForm(words, files, mapping, look.place(), handle).root())
                .thenAccept(answer -> answer.ifPresent(choice -> unlock(datanet, files, choice)));
    }

    private Task<List<ImportPart>> again(List<Path> files, Map<String, Target> changes) {
        Map<String, Target> now = Map.copyOf(changes);
        return services.tasks().load(words.get("import.look"), context -> ImportPart.of(files, defaults(), now));
    }

    private void unlock(String datanet, List<Path> files, ContributeChoice choice) {
        var _ = services.signing()
                .ready()
                .thenAccept(found -> found.ifPresentOrElse(
                        signer -> read(plan(datanet, files, choice, signer), choice.target(), signer),
                        () -> services.notifications().warning(words.get("contribute.stopped"))));
    }

    private ContributionPlan plan(String datanet, List<Path> files, ContributeChoice choice, StatementSigner signer) {
        return new ContributionPlan(
                datanet,
                signer.contributor(),
                files,
                choice.licence(),
                choice.columns(),
                Instant.now(),
                words.get("contribute.note", choice.source(), choice.use()));
    }

    private void read(ContributionPlan plan, Path target, StatementSigner signer) {
        var _ = services.tasks()
                .load(words.get("contribute.read"), context -> {
                    List<Problem> leftOut = new ArrayList<>();
                    Statement statement = ContributionWriter.look(plan, problem -> {
                        if (problem.severity() == Problem.Severity.REJECTED) {
                            leftOut.add(problem);
                        }
                    });
                    return new Ready(plan, statement, List.copyOf(leftOut));
                })
                .onResult(ready -> agree(ready, target, signer))
                .onFailure(this::failed);
    }

    private void agree(Ready ready, Path target, StatementSigner signer) {
        Statement statement = ready.statement();
        var _ = services.dialogs()
                .confirm(Confirm.signing(
                        words.get("contribute.sign.title", statement.rows(), statement.datanet()),
                        words.get("contribute.sign.text"),
                        words.get("contribute.sign.verb"),
                        signed(ready)))
                .thenAccept(agreed -> {
                    if (agreed) {
                        write(ready, target, signer);
                    } else {
                        services.notifications().warning(words.get("contribute.stopped"));
                    }
                });
    }

    private Node signed(Ready ready) {
        Statement statement = ready.statement();
        KeyValueGrid grid = new KeyValueGrid();
        grid.text(words.get("receive.datanet"), statement.datanet());
        grid.mono(words.get("receive.contributor"), statement.contributor().value());
        grid.text(words.get("receive.rows"), words.get("rows.count", statement.rows()));
        if (!ready.leftOut().isEmpty()) {
            grid.text(
                    words.get("contribute.sign.left"),
                    words.get("contribute.sign.left.rows", ready.leftOut().size()));
        }
        grid.text(words.get("receive.licences"), String.join(", ", statement.licences()));
        grid.text(words.get("receive.note"), statement.note());
        grid.mono(words.get("receive.root"), statement.root().hex());
        grid.getStyleClass().add("contribute-signed");
        return grid;
    }

    private void write(Ready ready, Path target, StatementSigner signer) {
        ContributionWriter writer =
                new ContributionWriter(services.signatures(), new AgreedSigner(signer, ready.statement()));
        var _ = services.tasks()
                .io(
                        words.get("contribute.task", ready.statement().datanet()),
                        context -> writer.write(ready.plan(), target, problem -> {}))
                .onResult(statement -> tell(statement, target, ready.leftOut()))
                .onFailure(this::failed);
    }

    private void tell(Statement statement, Path target, List<Problem> leftOut) {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("contribute.done.title"),
                        handle -> new ContributedPane(words, statement, target, leftOut, handle::cancel).root());
    }

    private void failed(Throwable error) {
        services.notifications().error(words.line(error));
    }
}
