package cultivar.runtime.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The patterns of a schema, each laid out once, and the effort that they share. */
final class Patterns {
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Effort effort = new Effort();

    /** @throws SchemaException if it is not supported or too long */
    Network of(String pattern) {
        return networks.computeIfAbsent(pattern, _ -> new Network(Expression.read(pattern), effort));
    }

    Collection<Network> all() {
        return networks.values();
    }

    Effort effort() {
        return effort;
    }
}
