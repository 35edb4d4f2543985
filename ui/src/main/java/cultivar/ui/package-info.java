/**
 * The design system that every screen is built from.
 *
 * <h2>A screen</h2>
 *
 * A presenter implements {@link cultivar.ui.screen.Screen} ({@code view()}, {@code onShow(Lifecycle)},
 * {@code canLeave()}); its model holds JavaFX properties, its view builds nodes. Everything that must end when the
 * screen goes is given to the scope:
 *
 * <pre>{@code
 * public void onShow(Lifecycle scope) {
 *     scope.bind(service.status(), model.status::set);
 *     scope.add(tasks.load("Reading datanets", context -> catalogue.list()))
 *             .onResult(model::show)
 *             .onFailure(model::fail);
 *     scope.add(tasks.every(Duration.ofMillis(100), sampler));
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@code screen}: {@code Navigator.go(Route) / replace / back / routeProperty / screenProperty /
 *       canGoBackProperty}; {@code new ScreenHost(navigator)} shows it; {@code Lifecycle.host(screen)} embeds a screen in another;
 *       {@code new StatePane(content).loading(text).empty(icon, title, sentence, button).onRetry(action)} with
 *       {@code stateProperty()} ({@code LOADING EMPTY READY FAILED}) and {@code failureProperty()}
 *       ({@code new Failure(what, todo, detail)}).
 *   <li>{@code task}: {@code TaskRunner.io / compute / load(title, context -> value)} and
 *       {@code ioAction / computeAction / loadAction(title, context -> ...)} give a {@code Task<T>} with
 *       {@code onResult onFailure onCancelled onEnd cancel stateProperty progressProperty detailProperty};
 *       {@code every(period, work)}; {@code running()}. {@code load} is not shown in the task bar. In the studio
 *       {@code new FxTaskRunner()}, in tests of presenters {@code new DirectTaskRunner()} with {@code tick()}.
 *   <li>{@code dialog}: {@code OverlayPane} is the window's root and gives {@code dialogs()}
 *       ({@code confirm(Confirm.of / destructive / signing)}, {@code prompt(Prompt.text / password)},
 *       {@code show(title, handle -> node)}) and {@code notifications()} ({@code success info warning error},
 *       {@code show(new Notice(tone, text, action, onAction))}). Answers are completion stages on the FX thread.
 *   <li>{@code control}: {@code Page(title, subtitle).actions(...).scrollingBody(region)} or {@code .body(node)} frames
 *       every screen; {@code Card}, {@code Field(label, input).hint().help()} with {@code errorProperty()},
 *       {@code Buttons.primary / secondary / quiet / danger / icon}, {@code Texts.screenTitle / heading / overline /
 *       body / muted / caption / mono}, {@code Badge}, {@code Chip}, {@code StatTile}, {@code TagBars},
 *       {@code StackedBar}, {@code KeyValueGrid.text / mono / row}, {@code StepHeader}, {@code ProgressRow},
 *       {@code CodeBlock}, {@code CopyButton}, {@code HelpTip}, {@code Composer}; for the shell {@code NavRail},
 *       {@code StatusBar}, {@code TaskBar}. {@code Tone} colours small things.
 *   <li>{@code chart}: {@code LossChart(title).line(name) / points(name)} give a {@code LossSeries} with
 *       {@code add(step, value)}; {@code Histogram}; {@code Sparkline}.
 *   <li>{@code a11y}: {@code Described.describe(node, messages, key, shortcut)}, {@code Shortcuts.on(root, keys,
 *       action)}. {@code text}: {@code Messages.load(anchor, baseName).get(key, arguments)}.
 *   <li>{@code theme}: {@code new Themes()} once, {@code themeProperty()}, {@code apply(scene)};
 *       {@code Logo.node(size)}, {@code AppIcon.images()}.
 * </ul>
 *
 * <h2>Looks</h2>
 *
 * Icons are Ikonli's Feather pack ({@code new FontIcon(Feather.CHECK)}). Style sheets look up AtlantaFX's
 * {@code -color-*} names and ours ({@code -cv-*}, declared in {@code tokens-light.css} and {@code tokens-dark.css});
 * nothing else. A module's own rules go into a style sheet that its view adds to its root node. Style classes to use
 * anywhere: {@code strong muted caption overline mono heading tone-neutral ... tone-danger}; on text inputs and buttons
 * also AtlantaFX's ({@code small}, {@code flat}, {@code left-pill} and others).
 *
 * <h2>Tests</h2>
 *
 * The test jar has {@code cultivar.ui.test}: extend {@code FxTest} ({@code onFx show settle waitFor click press find
 * theme}), take pictures with {@code Screenshots.take(root, name)}, and end with
 * {@code Accessibility.assertAccessible(root)}. A CSS warning or an exception on the FX thread fails the test.
 */
@NullMarked
package cultivar.ui;

import org.jspecify.annotations.NullMarked;
