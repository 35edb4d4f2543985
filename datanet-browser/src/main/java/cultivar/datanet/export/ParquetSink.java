package cultivar.datanet.export;

import cultivar.datanet.load.ParquetCodecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Apache Parquet in Snappy, with lists of three levels, as other writers have them. */
final class ParquetSink implements RowSink {
    /** Small enough to be held while it grows. */
    private static final long ROW_GROUP = 16L << 20;

    private final List<Column> columns;
    private final MessageType schema;
    private final ParquetWriter<Group> writer;

    ParquetSink(Path file, List<Column> columns) throws IOException {
        this.columns = columns;
        this.schema =
                new MessageType("row", columns.stream().map(ParquetSink::type).toList());
        this.writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP)
                .build();
    }

    @Override
    public void write(ObjectNode row) throws IOException {
        Group group = new SimpleGroup(schema);
        for (Column column : columns) {
            JsonNode value = row.path(column.name());
            switch (column) {
                case Column.Text(String name) -> group.append(name, value.asString(""));
                case Column.Texts(String name) -> {
                    Group list = group.addGroup(name);
                    for (JsonNode text : value) {
                        list.addGroup("list").append("element", text.asString(""));
                    }
                }
                case Column.Turns(String name, String who, String what) -> {
                    Group list = group.addGroup(name);
                    for (JsonNode turn : value) {
                        list.addGroup("list")
                                .addGroup("element")
                                .append(who, turn.path(who).asString(""))
                                .append(what, turn.path(what).asString(""));
                    }
                }
            }
        }
        writer.write(group);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Type type(Column column) {
        return switch (column) {
            case Column.Text(String name) -> text(name);
            case Column.Texts(String name) -> list(name, text("element"));
            case Column.Turns(String name, String who, String what) ->
                list(name, new GroupType(Type.Repetition.OPTIONAL, "element", text(who), text(what)));
        };
    }

    private static Type text(String name) {
        return Types.optional(PrimitiveType.PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static Type list(String name, Type element) {
        return Types.optionalGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(new GroupType(Type.Repetition.REPEATED, "list", element))
                .named(name);
    }
}
