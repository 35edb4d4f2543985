package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.hub.Hub;
import cultivar.runtime.hub.HubEnvironment;
import cultivar.runtime.hub.HubException;
import cultivar.runtime.hub.HubToken;
import cultivar.runtime.hub.TokenFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Keeps a token for gated and private models. */
@Command(
        name = "login",
        description = "Keeps a token of a Hugging Face account, for gated and private models. It is asked for, or read"
                + " from standard input; it is kept in the studio's home where only you can read it.",
        mixinStandardHelpOptions = true)
final class HubLoginCommand implements Callable<Integer> {
    /** Failures that say nothing about the token. */
    private static final Set<HubException.Reason> NOT_ASKED = EnumSet.of(
            HubException.Reason.OFFLINE,
            HubException.Reason.UNREACHABLE,
            HubException.Reason.SERVER,
            HubException.Reason.CUT,
            HubException.Reason.TOO_MANY_REQUESTS);

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private HubCommand hub;

    @Override
    public Integer call() {
        Terminal terminal = hub.cli().terminal();
        Home home = hub.cli().home().make();
        HubEnvironment environment = new HomeModels(home, System.getenv()).environment();
        HubToken token = HubToken.of(asked(environment), "`cultivar hub login`");
        Optional<String> account = account(terminal, environment, token);
        TokenFile own = environment.ownToken();
        own.write(token);
        terminal.line("The token" + account.map(name -> " of " + name).orElse("") + " is kept in " + own.file());
        environment
                .token()
                .filter(used -> !used.source().equals(own.file().toString()))
                .ifPresent(used -> terminal.say("The token from " + used.source() + " goes before it."));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("account", account.orElse(""));
            result.put("file", own.file().toString());
            terminal.result(result);
        }
        return 0;
    }

    private static String asked(HubEnvironment environment) {
        Optional<Console> console = Person.console();
        if (console.isPresent()) {
            char[] typed = console.get()
                    .readPassword("A token from %s (it is not shown): ", environment.endpoint() + "/settings/tokens");
            return typed == null ? "" : String.valueOf(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new CommandException("The token could not be read from standard input.", e);
        }
    }

    /** Whose token it is; empty where the hub cannot be asked. */
    private static Optional<String> account(Terminal terminal, HubEnvironment environment, HubToken token) {
        try {
            return Optional.of(Hub.account(environment, token));
        } catch (HubException e) {
            if (!NOT_ASKED.contains(e.reason())) {
                throw e;
            }
            terminal.say("It could not be checked. " + e.getMessage());
            return Optional.empty();
        }
    }
}
