package cultivar.finetune;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An adapter in the studio's shelf.
 *
 * @param name its folder's name
 * @param record where it comes from; empty if it was trained elsewhere
 */
public record TrainedAdapter(String name, Path folder, Optional<AdapterRecord> record) {}
