package cultivar.datanet.export;

import cultivar.datanet.ContributorShare;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** The {@code README.md} of an exported folder: what the Hub reads at its head, and what people read below. */
final class FolderCard {
    private FolderCard() {}

    static String write(Datanet datanet, Optional<DatanetVersion> version, List<String> splits) {
        StringBuilder text = new StringBuilder("---\n");
        text.append("pretty_name: ").append(quoted(datanet.card().title())).append('\n');
        List<Counted> licences = datanet.licences();
        if (licences.size() == 1) {
            text.append("license: ").append(id(licences.getFirst())).append('\n');
        } else if (!licences.isEmpty()) {
            text.append("license:\n");
            licences.forEach(licence -> text.append("- ").append(id(licence)).append('\n'));
        }
        text.append("task_categories:\n- text-generation\n");
        text.append("configs:\n- config_name: default\n  data_files:\n");
        for (String split : splits) {
            text.append("  - split: ")
                    .append(split)
                    .append("\n    path: data/")
                    .append(split)
                    .append("-*\n");
        }
        text.append("---\n\n# ").append(datanet.card().title()).append("\n\n");
        paragraph(text, "", datanet.card().summary());
        paragraph(text, "", datanet.card().description());
        paragraph(text, "## Guidelines for contributors\n\n", datanet.card().guidelines());
        version.ifPresent(frozen -> text.append("## Version\n\n")
                .append(frozen.ref())
                .append(", ")
                .append(frozen.rows())
                .append(" training rows. Merkle root over the content hash and the contributor of each: `")
                .append(frozen.root())
                .append("`\n\n"));
        text.append("## Contributors\n\n| account | rows | share |\n| --- | ---: | ---: |\n");
        List<ContributorShare> shares = version.map(DatanetVersion::shares).orElse(datanet.contributors());
        for (ContributorShare share : shares) {
            text.append("| `%s` | %d | %.1f %% |\n".formatted(share.contributor(), share.rows(), 100 * share.share()));
        }
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String heading, String body) {
        if (!body.isBlank()) {
            text.append(heading).append(body.strip()).append("\n\n");
        }
    }

    private static String id(Counted licence) {
        return quoted(licence.name().toLowerCase(Locale.ROOT));
    }

    /** A text in JSON's quotes is a text in YAML. */
    private static String quoted(String text) {
        return JsonNodeFactory.instance.stringNode(text).toString();
    }
}
