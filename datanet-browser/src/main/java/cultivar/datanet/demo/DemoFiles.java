package cultivar.datanet.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a generated datanet as the files that the studio imports. */
final class DemoFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private DemoFiles() {}

    static void write(Demo demo, Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("datanet.json"), card(demo));
        write(folder.resolve("rows.jsonl"), lines(demo.rows()));
        write(folder.resolve("heldout.jsonl"), lines(demo.heldOut()));
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static String card(Demo demo) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", demo.name());
        node.put("title", demo.title());
        node.put("summary", demo.summary());
        node.put("description", demo.description());
        node.put("guidelines", demo.guidelines());
        ObjectNode tags = node.putObject("tags");
        demo.tags().forEach(tags::put);
        node.put("licence", "CC-BY-4.0");
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node).replace("\r\n", "\n") + "\n";
    }

    private static String lines(List<Demo.Row> rows) {
        StringBuilder out = new StringBuilder();
        for (Demo.Row row : rows) {
            ObjectNode node = JSON.createObjectNode();
            var messages = node.putArray("messages");
            messages.addObject().put("role", "user").put("content", row.user());
            messages.addObject().put("role", "assistant").put("content", row.assistant());
            node.put("contributor", row.contributor().address().value());
            node.put("licence", row.licence());
            node.put("source", row.source());
            var tags = node.putArray("tags");
            row.tags().forEach(tags::add);
            out.append(JSON.writeValueAsString(node)).append('\n');
        }
        return out.toString();
    }
}
