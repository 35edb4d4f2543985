/**
 * The screens that make adapters: the wizard of three steps, one run, and the history of runs.
 *
 * <p>The app makes {@link cultivar.finetune.view.WizardScreen}, {@link cultivar.finetune.view.RunScreen} for each run
 * that is opened, and {@link cultivar.finetune.view.RunsScreen}, all with the studio's
 * {@link cultivar.finetune.view.FinetuneServices} and with the ways out in {@link cultivar.finetune.view.WaysOut}.
 */
@NullMarked
package cultivar.finetune.view;

import org.jspecify.annotations.NullMarked;
