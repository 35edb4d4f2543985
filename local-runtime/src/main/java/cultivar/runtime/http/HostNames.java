package cultivar.runtime.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names by which this machine can be asked, as they stand in a request's {@code Host}. */
public final class HostNames {
    private HostNames() {}

    /**
     * The names that lead to an address of this machine.
     *
     * @param given how the address was named
     */
    public static Set<String> of(InetAddress address, String given) throws IOException {
        Set<String> names = new HashSet<>(Guard.LOOPBACK);
        if (!address.isLoopbackAddress()) {
            InetAddress own = InetAddress.getLocalHost();
            names.add(given.toLowerCase(Locale.ROOT));
            names.add(own.getHostName().toLowerCase(Locale.ROOT));
            names.add(own.getCanonicalHostName().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
