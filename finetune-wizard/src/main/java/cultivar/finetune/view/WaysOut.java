package cultivar.finetune.view;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where these screens lead.
 *
 * @param datanets shows the datanets, for a studio that has none yet
 * @param models shows the base models, to find and fetch another
 * @param build starts the wizard anew
 * @param openRun shows the run of an id
 * @param chat talks to the adapter in a folder
 * @param publish publishes the adapter in a folder
 * @param export exports the adapter in a folder for other programs
 */
public record WaysOut(
        Runnable datanets,
        Runnable models,
        Runnable build,
        Consumer<String> openRun,
        Consumer<Path> chat,
        Consumer<Path> publish,
        Consumer<Path> export) {}
