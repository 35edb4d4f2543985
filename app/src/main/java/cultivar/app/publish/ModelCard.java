package cultivar.app.publish;

import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people read about a published adapter: {@code README.md} beside its files, written from its manifest. */
final class ModelCard {
    private ModelCard() {}

    /** Writes the card, unless somebody wrote one before. */
    static void write(Path adapter, Manifest manifest, Registration registration) {
        Path file = adapter.resolve("README.md");
        if (!Files.exists(file)) {
            RegistrationFile.writeWhole(file, text(manifest, registration).getBytes(StandardCharsets.UTF_8));
        }
    }

    static String text(Manifest manifest, Registration registration) {
        return draft(manifest)
                + String.join(
                        "\n",
                        "",
                        "## Registration",
                        "",
                        "Token `" + registration.token() + "` of the contract `" + registration.contract()
                                + "` on chain " + registration.chainId() + ", by `" + manifest.creator()
                                + "` in the transaction `" + registration.transaction()
                                + "`. Whoever has these files recomputes every claim with `cultivar verify`.",
                        "");
    }

    /** The card of what is not registered yet. */
    static String draft(Manifest manifest) {
        List<String> lines = new ArrayList<>(List.of("# " + line(manifest.name()), ""));
        if (!manifest.description().isBlank()) {
            lines.addAll(List.of(line(manifest.description()), ""));
        }
        Manifest.Evaluation evaluation = manifest.evaluation();
        lines.addAll(List.of(
                "A LoRA adapter of " + line(manifest.base().name()) + ".",
                "",
                "## How it does",
                "",
                "| " + evaluation.heldOutRows() + " held-out rows | base | with the adapter |",
                "| --- | --- | --- |",
                String.format(
                        Locale.ROOT,
                        "| exact match | %.1f %% | %.1f %% |",
                        100 * evaluation.base().exactMatch(),
                        100 * evaluation.adapter().exactMatch()),
                String.format(
                        Locale.ROOT,
                        "| loss, nats a token | %.4f | %.4f |",
                        evaluation.base().loss(),
                        evaluation.adapter().loss()),
                "",
                "## What it learnt from",
                ""));
        for (Manifest.Datanet datanet : manifest.datanets()) {
            lines.add("- " + datanet.name() + "@" + datanet.version() + ": " + datanet.rows() + " rows, licences "
                    + String.join(", ", datanet.licences()) + ", root `" + datanet.root() + "`");
            datanet.contributors()
                    .forEach(given -> lines.add("  - `" + given.address() + "` gave " + given.rows() + " rows"));
        }
        lines.addAll(List.of(
                "", "## How it was trained", "", "```json", manifest.recipe().toPrettyString(), "```", ""));
        return String.join("\n", lines);
    }

    /** Somebody's words cannot begin a heading or a table of their own. */
    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
