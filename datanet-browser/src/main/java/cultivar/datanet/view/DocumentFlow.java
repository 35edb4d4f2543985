package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.ask.PassageListener;
import cultivar.datanet.ask.PassageReport;
import cultivar.datanet.ask.PassageRows;
import cultivar.datanet.load.Document;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.Draft;
import cultivar.datanet.store.ImportReport;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From documents to rows that a model writes in the background, or that a person makes. */
final class DocumentFlow {
    private final DatanetServices services;
    private final Words words;

    DocumentFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    /** @param after runs when the datanet has changed */
    void start(List<Path> documents, ImportChoice choice, Runnable after) {
        switch (choice.way()) {
            case DocumentWay.ByModel(ModelChoice model) -> ask(documents, choice, model, after);
            case DocumentWay.ByHand() -> begin(documents, choice, after);
            case DocumentWay.ByHeadings _ -> throw new IllegalArgumentException("headings are imported with the rows");
        }
    }

    private void begin(List<Path> documents, ImportChoice choice, Runnable after) {
        var _ = services.tasks()
                .io(words.get("draft.begin.task"), context -> {
                    Datanet datanet = choice.datanet(services.store());
                    List<Draft> drafts = new ArrayList<>();
                    for (Path document : documents) {
                        drafts.add(services.store()
                                .drafts()
                                .begin(datanet.name(), Document.read(document), choice.split()));
                    }
                    return drafts;
                })
                .onResult(drafts -> {
                    after.run();
                    services.openDraft().accept(drafts.getFirst().id());
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private void ask(List<Path> documents, ImportChoice choice, ModelChoice model, Runnable after) {
        var _ = services.tasks()
                .compute(
                        words.get(
                                "by-model.task",
                                model.name(),
                                documents.getFirst().getFileName()),
                        context -> read(documents, choice, model, context))
                .onResult(reports -> {
                    after.run();
                    tell(reports, model);
                })
                .onFailure(error -> {
                    after.run();
                    services.notifications().error(words.line(error));
                })
                .onCancelled(() -> {
                    after.run();
                    services.notifications().success(words.get("by-model.stopped"));
                });
    }

    private List<PassageReport> read(
            List<Path> documents, ImportChoice choice, ModelChoice model, TaskContext context) {
        List<Document> read = documents.stream().map(Document::read).toList();
        Datanet datanet = choice.datanet(services.store());
        RowDefaults defaults =
                new RowDefaults(services.contributor().get(), datanet.card().licence());
        context.detail(words.get("by-model.opening", model.name()));
        LocalModel opened = services.models().open(model);
        List<PassageReport> reports = new ArrayList<>();
        for (Document document : read) {
            PassageRows rows = new PassageRows(services.store(), datanet.name(), opened, defaults, choice.split());
            reports.add(rows.run(document, new Follower(context)));
        }
        return reports;
    }

    private void tell(List<PassageReport> reports, ModelChoice model) {
        List<ImportReport> told = reports.stream().map(this::asImport).toList();
        long added = told.stream().mapToLong(ImportReport::added).sum();
        long unusable =
                reports.stream().mapToLong(report -> report.unusable().size()).sum();
        if (unusable == 0) {
            services.notifications().success(words.get("by-model.done", added, model.name()));
            return;
        }
        String sentence = words.get("by-model.sentence", model.name(), added, unusable);
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("by-model.title"),
                        handle -> ImportReportView.of(
                                        words,
                                        sentence,
                                        told,
                                        file -> new SavedProblems(services, words).save(file, told),
                                        handle::cancel)
                                .root());
    }

    private ImportReport asImport(PassageReport report) {
        List<Problem> problems = report.unusable();
        return new ImportReport(
                "",
                report.file(),
                report.added(),
                report.duplicates(),
                problems.size(),
                0,
                problems,
                report.stopped(),
                null);
    }

    private final class Follower implements PassageListener {
        private final TaskContext context;

        Follower(TaskContext context) {
            this.context = context;
        }

        @Override
        public void progress(int done, int all, long rows) {
            context.progress(all == 0 ? 1 : (double) done / all);
            context.detail(words.get("by-model.progress", done, all, rows));
        }

        @Override
        public boolean stop() {
            return context.cancelled();
        }
    }
}
