package cultivar.runtime.train;

import java.nio.file.Path;

/**
 * How a run ended.
 *
 * @param adapter the PEFT folder; it exists only if the run was not stopped
 * @param steps the last step that was made
 * @param seconds time of this call, without the steps of an earlier one
 * @param peakMib most memory that the process has held, a card's where one computes, or 0 where the system does not tell
 * @param finalLoss loss of the last step
 * @param stopped whether it was stopped, with a checkpoint to go on from
 * @param best the lowest loss on the held-out rows
 * @param stoppedEarly whether it ended before its last step since that loss fell no more
 */
public record TrainingResult(
        Path adapter,
        int steps,
        double seconds,
        long peakMib,
        double finalLoss,
        boolean stopped,
        BestSoFar best,
        boolean stoppedEarly) {}
