package cultivar.datanet.load;

import cultivar.datanet.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that is about to be imported.
 *
 * @param split what its name says that it is for; training rows where it says nothing
 * @param licence of rows that name none, from the card of its folder; empty where there is none
 * @param preview its beginning
 */
public record ImportPart(Path file, Split split, String licence, Preview preview) {
    /**
     * Looks at files, and into folders of them.
     *
     * @param changes what columns are that their names do not tell; a file without such a column goes on without it
     * @throws cultivar.datanet.DatanetException if one cannot be read or understood
     */
    public static List<ImportPart> of(List<Path> paths, RowDefaults defaults, Map<String, Target> changes) {
        List<ImportPart> parts = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                DatasetFolder folder = DatasetFolder.read(path);
                folder.parts()
                        .forEach(part -> parts.add(of(part.file(), part.split(), folder.licence(), defaults, changes)));
            } else {
                parts.add(of(path, Split.TRAIN, "", defaults, changes));
            }
        }
        return parts;
    }

    /** Whether a path can be imported by its name, or is a folder; nothing is read. */
    public static boolean possible(Path path) {
        return FileFormat.named(path).isPresent() || Files.isDirectory(path);
    }

    /** Those of the changes whose columns this file has. */
    public Map<String, Target> own(Map<String, Target> changes) {
        Map<String, Target> own = new LinkedHashMap<>(changes);
        own.keySet().retainAll(preview.mapping().columns().keySet());
        return own;
    }

    private static ImportPart of(
            Path file, Split split, String licence, RowDefaults defaults, Map<String, Target> changes) {
        ImportPart part = new ImportPart(file, split, licence, Preview.of(file, defaults, Map.of()));
        Map<String, Target> own = part.own(changes);
        return own.isEmpty() ? part : new ImportPart(file, split, licence, Preview.of(file, defaults, own));
    }
}
