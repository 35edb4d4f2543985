package cultivar.datanet.export;

import cultivar.datanet.Split;
import org.jspecify.annotations.Nullable;

/**
 * What to write.
 *
 * @param version a version's rows; null for the accepted rows as they are now
 * @param split which side a single file holds; a folder holds both
 * @param balanceByTag whether every tag gives as many training rows as the rarest one
 */
public record ExportPlan(
        String datanet,
        @Nullable Integer version,
        ExportFormat format,
        ExportLayout layout,
        Split split,
        boolean balanceByTag) {}
