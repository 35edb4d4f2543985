package cultivar.app.cli;

import cultivar.runtime.http.Guard;
import cultivar.runtime.http.HostNames;
import cultivar.runtime.http.Routes;
import cultivar.runtime.http.WebServer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a server listens and whom it lets in. */
final class ServeDoor {
    private static final String KEY_VARIABLE = "CULTIVAR_API_KEY";
    private static final int TOKEN_BYTES = 24;

    /** Any, that of a file, a web page's, or one of a scheme such as those of browsers' extensions. */
    private static final Pattern ORIGIN =
            Pattern.compile("\\*|null|https?://[^/?#A-Z\\s]+|(?!https?:)[a-z][a-z0-9+.-]*://[^/?#\\s]+");

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen; 0.0.0.0 lets the network in. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "0 for one that the system chooses. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--api-key",
            paramLabel = "TOKEN",
            description = "What clients must bring; others on this machine see command lines, so rather set "
                    + KEY_VARIABLE + ". One is made if there is neither.")
    private @Nullable String given;

    @Option(names = "--no-token", description = "Let everybody on this machine in. Only without --host.")
    private boolean noToken;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description = "A web page's origin whose scripts may ask, such as http://localhost:3000. Repeatable.")
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Another name that leads here, as through a proxy or out of a container. Repeatable.")
    private List<String> names = new ArrayList<>();

    private @Nullable String token;
    private boolean made;
    private InetAddress address = InetAddress.getLoopbackAddress();

    /** Refuses what cannot be, before anything is loaded. */
    void check() {
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw wrong("--host " + host + " is no address of this machine.");
        }
        if (port < 0 || port > 65_535) {
            throw wrong("--port must be from 0 to 65535.");
        }
        checkNames();
        if (noToken && (given != null || !address.isLoopbackAddress())) {
            throw wrong(
                    given == null
                            ? "--host " + host + " lets others in, so a token is needed: leave --no-token out."
                            : "--no-token and --api-key contradict each other.");
        }
        if (!noToken) {
            String known = given == null ? System.getenv(KEY_VARIABLE) : given;
            made = known == null || known.isBlank();
            token = made
                    ? HexFormat.of().formatHex(random())
                    : Objects.requireNonNull(known).strip();
        }
    }

    /** What is written otherwise would never be what a browser or a client sends. */
    private void checkNames() {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw wrong("--allow-origin " + origin
                        + " is no origin: write it in small letters and without a path, as http://localhost:3000.");
            }
        }
        for (String name : names) {
            if (!name.matches("[^:/\\s]+|\\[[0-9a-fA-F:.]+]")) {
                throw wrong("--allow-host " + name + " is no name of a machine: leave out what is before or after it.");
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private static byte[] random() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    WebServer open(List<Routes> routes, int largestBody) {
        Set<String> hosts = new HashSet<>(HostNames.of(address, host));
        names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        Guard guard = new Guard(hosts, token, "Take it from the one who started this server.", Set.copyOf(origins));
        try {
            return WebServer.start(new InetSocketAddress(address, port), guard, largestBody, routes, () -> {});
        } catch (IOException e) {
            throw new CommandException(
                    "Nothing can listen on " + host + " port " + port + " (" + e.getMessage()
                            + "). Choose another with --port or --host.",
                    e);
        }
    }

    /** How to reach it from this machine, or from others where it listens to them. */
    String url(int openPort) {
        String name = address.isAnyLocalAddress() ? "localhost" : host;
        return "http://" + (address instanceof Inet6Address && name.contains(":") ? "[" + name + "]" : name) + ":"
                + openPort;
    }

    /** What whoever starts it should know. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!address.isLoopbackAddress()) {
            warnings.add("Whoever reaches this machine over the network can ask here with the token, load any adapter"
                    + " folder of this machine, and read along: what is sent is not encrypted.");
        }
        if (noToken) {
            warnings.add("Without a token every program and user of this machine can ask here.");
        }
        if (origins.contains("*")) {
            warnings.add("Every web page that is open on this machine may ask here.");
        }
        return warnings;
    }

    /** What clients must bring, or null. */
    @Nullable
    String token() {
        return token;
    }

    /** Whether the token was made for this start. */
    boolean made() {
        return made;
    }
}
