package cultivar.wallet.chain;

import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Filters that are asked again and again for what is new: logs, or hashes of blocks. */
final class DevFilters {
    /** A filter; {@code criteria} is missing for one that gives blocks. The last of the blocks was given already. */
    private record Filter(JsonNode criteria, Deque<DevBlock> given) {}

    /** No reorganisation here goes deeper. */
    private static final int REMEMBERED = 1_024;

    private final DevChain chain;
    private final JsonMapper json;
    private final DevChainJson write;
    private final Map<String, Filter> filters = new HashMap<>();
    private int created;

    DevFilters(DevChain chain, JsonMapper json, DevChainJson write) {
        this.chain = chain;
        this.json = json;
        this.write = write;
    }

    /** Makes a filter that looks at blocks after the present one; returns its name. */
    synchronized String create(JsonNode criteria) {
        Deque<DevBlock> given = new ArrayDeque<>();
        chain.recent(REMEMBERED).forEach(given::addLast);
        String id = Hex.quantity(++created);
        filters.put(id, new Filter(criteria, given));
        return id;
    }

    synchronized boolean remove(String id) {
        return filters.remove(id) != null;
    }

    /** What a filter of logs asks for. */
    synchronized JsonNode criteria(String id) {
        return find(id).criteria();
    }

    /** News since the last time. Logs of blocks that are gone come again, marked as removed. */
    synchronized ArrayNode changes(String id) {
        Filter filter = find(id);
        ArrayNode out = json.createArrayNode();
        Deque<DevBlock> given = filter.given();
        while (!given.isEmpty() && chain.blockByHash(given.getLast().hashText()).isEmpty()) {
            DevBlock gone = given.removeLast();
            if (filter.criteria().isObject()) {
                write.logs(gone, filter.criteria(), true, out);
            }
        }
        for (DevBlock block : after(given.isEmpty() ? -1 : given.getLast().number())) {
            if (filter.criteria().isObject()) {
                write.logs(block, filter.criteria(), false, out);
            } else {
                out.add(block.hashText());
            }
            given.addLast(block);
            if (given.size() > REMEMBERED) {
                given.removeFirst();
            }
        }
        return out;
    }

    private List<DevBlock> after(long number) {
        List<DevBlock> out = new ArrayList<>();
        Optional<DevBlock> next = chain.block(BigInteger.valueOf(number + 1));
        while (next.isPresent()) {
            out.add(next.get());
            next = chain.block(BigInteger.valueOf(next.get().number() + 1));
        }
        return out;
    }

    private Filter find(String id) {
        Filter filter = filters.get(id);
        if (filter == null) {
            throw new DevRpcError(DevRpcError.REFUSED, "filter not found", null);
        }
        return filter;
    }
}
