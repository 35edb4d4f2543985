package cultivar.app.cli;

import cultivar.runtime.hub.HubEnvironment;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Forgets the token that {@code cultivar hub login} keeps. */
@Command(
        name = "logout",
        description = "Forgets the token that `cultivar hub login` keeps.",
        mixinStandardHelpOptions = true)
final class HubLogoutCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private HubCommand hub;

    @Override
    public Integer call() {
        Terminal terminal = hub.cli().terminal();
        HubEnvironment environment = hub.models().environment();
        boolean forgotten = environment.ownToken().delete();
        terminal.line(forgotten ? "The token is forgotten." : "There was no token of Cultivar's own.");
        environment.token().ifPresent(used -> terminal.say("The token from " + used.source() + " is used now."));
        if (terminal.json()) {
            terminal.result(Map.of("forgotten", forgotten));
        }
        return 0;
    }
}
