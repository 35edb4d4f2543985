package cultivar.app.cli;

import cultivar.app.datanets.VersionQualityRows;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.Sensitive;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.FitCheck;
import cultivar.finetune.TokenSample;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.seedling.Seedling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a base model would learn from a datanet. */
@Command(
        name = "check",
        description = {
            "Says what a run on a base model would make of a datanet's rows: which are kept, cut and dropped, how long",
            "they are in tokens, how well they pack, and which of them leak between training and evaluation."
        },
        mixinStandardHelpOptions = true)
final class DatanetCheckCommand implements Callable<Integer> {
    /** So many leaking rows of each kind are shown. */
    private static final int LISTED = 5;

    private static final double[] SHARES = {0.5, 0.9, 0.95, 0.99, 1};

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(paramLabel = "NAME", description = "The datanet's newest version, or NAME@VERSION for another one.")
    private String name = "";

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "A Hugging Face checkpoint folder, or OWNER/NAME as on the hub if it is on this machine;"
                    + " the base model in the box if left out.")
    private String base = Seedling.NAME;

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description = "Rows are cut to so many tokens (default 512, as in a recipe).")
    private int maxLength;

    @Override
    public Integer call() {
        if (maxLength < 1) {
            throw new CommandException("--max-length must be 1 or more, not " + maxLength);
        }
        Terminal terminal = parent.terminal();
        try (DatanetStore store = parent.open();
                OneModel models = new OneModel(parent.home());
                ProgressLine line = terminal.progress("check")) {
            DatanetVersionRef version = version(store);
            long total = store.version(version).rows();
            LanguageModel model = models.open(base);
            FitCheck fit;
            try (Stream<StoredRow> rows = store.rows(version)) {
                fit = FitCheck.of(rows, model, maxLength, done -> {
                    line.update(done, total, done + " rows");
                    return true;
                });
            }
            // People see the worst, programs all.
            QualityReport leaks = new QualityReport(terminal.json() ? Integer.MAX_VALUE : LISTED);
            VersionQualityRows both = new VersionQualityRows(store, version);
            var _ = new QualityCheck(EnumSet.of(Signal.CONTAMINATION), QualityCheck.NEAR)
                    .run(both, leaks, QualityListener.NONE);
            long leaking = leaks.badges().stream()
                    .mapToLong(QualityReport.Badges::rows)
                    .sum();
            long heldOut = store.get(version.name()).heldOutRows();
            print(terminal, version, fit, leaks, leaking, heldOut);
            if (terminal.json()) {
                terminal.result(result(version, fit, leaks, leaking, heldOut));
            }
            return 0;
        }
    }

    private DatanetVersionRef version(DatanetStore store) {
        if (name.contains("@")) {
            return DatanetVersionRef.parse(name);
        }
        return store.get(name)
                .latest()
                .map(DatanetVersion::ref)
                .orElseThrow(() -> new CommandException("The datanet " + name
                        + " has no version yet, and runs learn from versions; publish one first"));
    }

    private void print(
            Terminal terminal,
            DatanetVersionRef version,
            FitCheck fit,
            QualityReport leaks,
            long leaking,
            long heldOut) {
        int kept = fit.rows() - fit.dropped();
        terminal.line(version + " for " + base + ", rows of at most " + fit.maxLength() + " tokens");
        terminal.line("");
        terminal.line(fit.rows() + " rows: " + kept + " kept, of which " + fit.cut() + " cut; " + fit.dropped()
                + " dropped (the question alone fills the length)");
        terminal.line(fit.tokens() + " tokens, " + fit.trained() + " of them trained on");
        StringBuilder lengths = new StringBuilder("tokens a row ");
        for (double share : SHARES) {
            lengths.append(String.format(
                    Locale.ROOT,
                    " %s %d ",
                    share == 1 ? "longest" : Math.round(share * 100) + "%",
                    fit.lengthAt(share)));
        }
        terminal.line(lengths.toString().stripTrailing());
        terminal.line(String.format(
                Locale.ROOT,
                "places that hold a token: %.0f %% padded to the longest row, %.0f %% with packing",
                100 * fit.padded(),
                100 * fit.packed()));
        for (FitCheck.Unfit row : fit.unfit()) {
            terminal.line("  " + place(row.row()) + "  " + (row.dropped() ? "dropped" : "cut") + ": " + row.tokens()
                    + " tokens, " + row.promptTokens() + " of them before the answer");
        }
        terminal.line("");
        long listed = leaks.badges().stream()
                .mapToLong(badges -> Math.min(badges.rows(), LISTED))
                .sum();
        terminal.line(heldOut + " rows are held out; " + leaking + " rows leak between the sides"
                + (listed < leaking ? "; " + listed + " of them:" : ""));
        leaks.badges()
                .forEach(badges -> badges.worst().stream().limit(LISTED).forEach(example -> {
                    var badge = example.value().badge();
                    terminal.line("  " + example.contentHash().brief() + "  " + (badge == null ? "" : badge.reason()));
                }));
        for (TokenSample sample : fit.samples()) {
            String masked = text(sample, false);
            String trained = text(sample, true);
            if (!Sensitive.isIn(masked + trained)) {
                terminal.line("");
                terminal.line("read     " + masked.replace("\n", "\\n"));
                terminal.line("learnt   " + trained.replace("\n", "\\n"));
            }
        }
    }

    private Map<String, Object> result(
            DatanetVersionRef version, FitCheck fit, QualityReport leaks, long leaking, long heldOut) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("datanet", version.toString());
        result.put("base", base);
        result.put("max_length", fit.maxLength());
        result.put("rows", fit.rows());
        result.put("kept", fit.rows() - fit.dropped());
        result.put("cut", fit.cut());
        result.put("dropped", fit.dropped());
        result.put("tokens", fit.tokens());
        result.put("trained_tokens", fit.trained());
        Map<String, Object> lengths = new LinkedHashMap<>();
        for (double share : SHARES) {
            lengths.put(share == 1 ? "max" : "p" + Math.round(share * 100), fit.lengthAt(share));
        }
        result.put("lengths", lengths);
        result.put("padded_share", fit.padded());
        result.put("packed_share", fit.packed());
        List<Map<String, Object>> unfit = new ArrayList<>();
        for (FitCheck.Unfit row : fit.unfit()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("place", place(row.row()));
            json.put("content_hash", row.row().contentHash().hex());
            json.put("tokens", row.tokens());
            json.put("prompt_tokens", row.promptTokens());
            json.put("dropped", row.dropped());
            unfit.add(json);
        }
        result.put("unfit", unfit);
        result.put("held_out_rows", heldOut);
        result.put("leaks", leaking);
        result.put(
                "leaking",
                leaks.badges().stream()
                        .flatMap(badges -> badges.worst().stream())
                        .map(example -> example.contentHash().hex())
                        .toList());
        return result;
    }

    private static String place(StoredRow row) {
        return row.origin().isEmpty() ? row.contentHash().brief() : row.origin();
    }

    private static String text(TokenSample sample, boolean trained) {
        return sample.pieces().stream()
                .filter(piece -> piece.trained() == trained)
                .map(TokenSample.Piece::text)
                .collect(Collectors.joining());
    }
}
