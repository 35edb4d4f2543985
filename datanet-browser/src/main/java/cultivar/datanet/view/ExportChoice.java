package cultivar.datanet.view;

import cultivar.datanet.export.ExportPlan;
import java.nio.file.Path;

/**
 * What is exported, and where to.
 *
 * @param target a file or folder that does not exist
 */
record ExportChoice(ExportPlan plan, Path target) {}
