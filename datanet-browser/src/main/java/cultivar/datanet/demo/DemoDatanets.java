package cultivar.datanet.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The datanets in the box. */
public final class DemoDatanets {
    private DemoDatanets() {}

    /** All three, in the order in which a newcomer should meet them. */
    public static List<DemoDatanet> all() {
        return generators().stream().map(DemoDatanets::described).toList();
    }

    /** Requests for actions on a chain, answered by one exact JSON object. */
    public static DemoDatanet defiIntents() {
        return described(DefiIntents.generate());
    }

    /**
     * Generates all files anew, into one folder for each datanet; the same bytes every time.
     *
     * @throws IOException when a file cannot be written
     */
    public static void write(Path folder) throws IOException {
        for (Demo demo : generators()) {
            DemoFiles.write(demo, folder.resolve(demo.name()));
        }
    }

    static List<Demo> generators() {
        return List.of(DefiIntents.generate(), MoveQuestions.generate(), HouseStyle.generate());
    }

    private static DemoDatanet described(Demo demo) {
        return new DemoDatanet(demo.name(), demo.title(), demo.summary());
    }
}
