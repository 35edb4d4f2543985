package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.Split;
import cultivar.datanet.load.FileFormat;
import cultivar.datanet.load.HeadingQuestions;
import cultivar.datanet.load.ImportPart;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.Target;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.ImportReport;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** From files to rows: asks where they belong, imports with progress, and tells what came of it. */
final class ImportFlow {
    private final DatanetServices services;
    private final Words words;

    ImportFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    /**
     * Begins. Does nothing for no files.
     *
     * @param into the datanet that takes the rows; null asks
     * @param known the datanets to choose from
     * @param after runs when rows have gone in
     */
    void start(List<Path> files, @Nullable Datanet into, List<Datanet> known, Runnable after) {
        if (files.isEmpty()) {
            return;
        }
        var _ = services.tasks()
                .load(words.get("import.look"), context -> Sorted.of(files))
                .onResult(sorted -> {
                    new ReceiveFlow(services, words).start(sorted.contributions(), after);
                    startRows(sorted.rows(), into, known, after);
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private record Sorted(List<Path> contributions, List<Path> rows) {
        static Sorted of(List<Path> files) {
            List<Path> contributions =
                    files.stream().filter(FileFormat::contribution).toList();
            return new Sorted(
                    contributions,
                    files.stream().filter(file -> !contributions.contains(file)).toList());
        }
    }

    private void startRows(List<Path> files, @Nullable Datanet into, List<Datanet> known, Runnable after) {
        if (files.isEmpty()) {
            return;
        }
        var _ = look(files, Map.of(), HeadingQuestions.AS_THEY_STAND)
                .onResult(parts -> ask(parts, files, into, known, after))
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private Task<List<ImportPart>> look(List<Path> files, Map<String, Target> changes, HeadingQuestions headings) {
        RowDefaults defaults = new RowDefaults(services.contributor().get(), "", headings);
        Map<String, Target> now = Map.copyOf(changes);
        return services.tasks().load(words.get("import.look"), context -> ImportPart.of(files, defaults, now));
    }

    private void ask(
            List<ImportPart> parts, List<Path> files, @Nullable Datanet into, List<Datanet> known, Runnable after) {
        var _ = services.dialogs()
                .<ImportChoice>show(title("import.title", files), handle -> form(parts, files, into, known, handle))
                .thenAccept(answer -> answer.ifPresent(choice -> run(parts, files, choice, after)));
    }

    private Node form(
            List<ImportPart> parts,
            List<Path> files,
            @Nullable Datanet into,
            List<Datanet> known,
            DialogHandle<ImportChoice> handle) {
        DocumentPane documents = files.stream().anyMatch(ImportForm::document)
                ? new DocumentPane(words, found -> {
                    var _ = services.tasks()
                            .load(
                                    words.get("import.document.models"),
                                    context -> services.models().choices())
                            .onResult(found)
                            .onFailure(error -> services.notifications().error(words.line(error)));
                })
                : null;
        MappingPane mapping = new MappingPane(words, parts, (changes, seen) -> {
            var _ = look(files, changes, headings(documents))
                    .onResult(seen)
                    .onFailure(error -> services.notifications().error(words.line(error)));
        });
        if (documents != null) {
            documents.way().subscribe((before, now) -> {
                if (now instanceof DocumentWay.ByHeadings && !now.equals(before)) {
                    mapping.lookSoon();
                }
            });
        }
        return new ImportForm(words, files, into, known, mapping, documents, handle).root();
    }

    private static HeadingQuestions headings(@Nullable DocumentPane documents) {
        DocumentWay way = documents == null ? null : documents.way().get();
        return way == null ? HeadingQuestions.AS_THEY_STAND : way.headings();
    }

    private String title(String key, List<Path> files) {
        return words.get(key, files.size(), String.valueOf(files.getFirst().getFileName()));
    }

    private void run(List<ImportPart> parts, List<Path> files, ImportChoice choice, Runnable after) {
        boolean apart = !(choice.way() instanceof DocumentWay.ByHeadings);
        List<Path> documents =
                apart ? files.stream().filter(ImportForm::document).toList() : List.of();
        List<ImportPart> rows =
                parts.stream().filter(part -> !documents.contains(part.file())).toList();
        if (rows.isEmpty()) {
            read(documents, choice, after);
            return;
        }
        var _ = services.tasks()
                .io(title("import.task", files), context -> load(rows, choice, context))
                .onResult(reports -> {
                    after.run();
                    tell(reports);
                    read(documents, choice, after);
                })
                .onFailure(error -> {
                    after.run();
                    services.notifications().error(words.line(error));
                })
                .onCancelled(after);
    }

    /** Documents that a model or a person makes rows of. */
    private void read(List<Path> documents, ImportChoice choice, Runnable after) {
        if (!documents.isEmpty()) {
            new DocumentFlow(services, words).start(documents, choice, after);
        }
    }

    private List<ImportReport> load(List<ImportPart> parts, ImportChoice choice, TaskContext context) {
        String name = choice.name();
        String licence = choice.datanet(services.store()).card().licence();
        List<ImportReport> reports = new ArrayList<>();
        for (ImportPart part : parts) {
            RowDefaults defaults = new RowDefaults(
                    services.contributor().get(),
                    part.licence().isEmpty() ? licence : part.licence(),
                    choice.way().headings());
            Split split = choice.split() == Split.HELD_OUT ? Split.HELD_OUT : part.split();
            Map<String, Target> columns = part.own(choice.columns());
            reports.add(services.store().importFile(name, part.file(), split, defaults, columns, new ImportListener() {
                @Override
                public void progress(ImportProgress progress) {
                    context.progress(progress.fraction());
                    context.detail(words.get("import.progress", progress.added(), progress.lines()));
                }

                @Override
                public boolean stop() {
                    return context.cancelled();
                }
            }));
        }
        return reports;
    }

    private void tell(List<ImportReport> reports) {
        if (reports.stream().allMatch(report -> report.problems().isEmpty())) {
            services.notifications().success(ImportReportView.sentence(words, reports));
            return;
        }
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("report.title"),
                        handle -> new ImportReportView(
                                        words,
                                        reports,
                                        file -> new SavedProblems(services, words).save(file, reports),
                                        handle::cancel)
                                .root());
    }
}
