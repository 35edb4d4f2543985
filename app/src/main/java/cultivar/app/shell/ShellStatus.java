package cultivar.app.shell;

import cultivar.app.engine.EngineState;
import cultivar.ui.control.StatusBar;
import cultivar.ui.control.StatusItem;
import cultivar.ui.control.Tone;
import cultivar.wallet.chain.Network;
import java.util.function.Consumer;

/** Keeps the status bar's words true: engine, device, network. */
final class ShellStatus {
    private final Words words;
    private final StatusItem engine;
    private final StatusItem device;
    private final StatusItem network;

    ShellStatus(StatusBar bar, StudioContext context, Words words, Consumer<Place> go) {
        this.words = words;
        engine = bar.add(words.get("status.engine"), () -> retryOr(context, () -> go.accept(new Place.Settings())));
        device = bar.add(words.get("status.device"), () -> go.accept(new Place.Settings()));
        network = bar.add(words.get("status.network"), () -> go.accept(new Place.Settings()));
        context.engine().stateProperty().subscribe(this::show);
        context.network().subscribe(this::showNetwork);
    }

    private void retryOr(StudioContext context, Runnable otherwise) {
        if (context.engine().state() instanceof EngineState.Failed) {
            context.engine().start(words.get("engine.starting.task"));
        } else {
            otherwise.run();
        }
    }

    private void show(EngineState state) {
        device.setVisible(state instanceof EngineState.Ready);
        device.setManaged(device.isVisible());
        switch (state) {
            case EngineState.Starting() ->
                engine.set(Tone.INFO, words.get("status.engine.starting"), words.get("status.engine.starting.help"));
            case EngineState.Failed(String reason) ->
                engine.set(
                        Tone.DANGER, words.get("status.engine.failed"), words.get("status.engine.failed.help", reason));
            case EngineState.Ready(var info, var type, var folder, String base) -> {
                engine.set(
                        Tone.SUCCESS,
                        words.get("status.engine.ready", base),
                        words.get("status.engine.ready.help", folder, type.label(), info.version()));
                device.set(
                        Tone.NEUTRAL,
                        words.get("status.device.value", info.device(), info.threads()),
                        words.get("status.device.help", info.device(), info.reason()));
            }
        }
    }

    private void showNetwork(Network chosen) {
        String key = chosen.isEmbedded() ? "status.network.demo" : "status.network.other";
        network.set(
                chosen.isEmbedded() ? Tone.SUCCESS : Tone.WARNING,
                chosen.isEmbedded() ? words.get(key) : chosen.label(),
                words.get(key + ".help"));
    }
}
