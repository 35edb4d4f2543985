package cultivar.runtime.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names by which this machine can be asked, as they stand in a request's {@code Host}. */
public final class HostNames {
    /** As containers call the machine that they run on: Docker's and Podman's. */
    private static final List<String> FOR_CONTAINERS = List.of("host.docker.internal", "host.containers.internal");

    /** Finds an address. */
    interface Finder {
        InetAddress find() throws UnknownHostException;
    }

    private HostNames() {}

    /**
     * The names that lead to an address of this machine.
     *
     * @param given how the address was named
     */
    public static Set<String> of(InetAddress address, String given) {
        return of(address, given, InetAddress::getLocalHost);
    }

    /** @param own finds this machine by its own name */
    static Set<String> of(InetAddress address, String given, Finder own) {
        Set<String> names = new HashSet<>(Guard.LOOPBACK);
        if (!address.isLoopbackAddress()) {
            names.add(given.toLowerCase(Locale.ROOT));
            names.addAll(FOR_CONTAINERS);
            try {
                InetAddress found = own.find();
                names.add(found.getHostName().toLowerCase(Locale.ROOT));
                names.add(found.getCanonicalHostName().toLowerCase(Locale.ROOT));
            } catch (UnknownHostException e) {
                // Nobody can ask by a name that leads nowhere.
            }
        }
        return names;
    }
}
