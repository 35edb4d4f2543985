package cultivar.runtime.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a method and a path, such as {@code GET /v1/fine_tuning/jobs/{id}}. */
public final class Router {
    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(ApiRequest request) throws IOException, InterruptedException;
    }

    /** A handler and what the path gives it. */
    record Match(Handler handler, Map<String, String> path, boolean open) {}

    private record Route(String method, List<String> pattern, Handler handler, boolean open) {
        @Nullable
        Map<String, String> match(List<String> path) {
            boolean open = pattern.getLast().endsWith("...}");
            if (path.size() < pattern.size() || (path.size() > pattern.size() && !open)) {
                return null;
            }
            Map<String, String> names = new HashMap<>();
            for (int i = 0; i < pattern.size(); i++) {
                String part = pattern.get(i);
                if (part.endsWith("...}")) {
                    String rest = String.join("/", path.subList(i, path.size()));
                    names.put(part.substring(1, part.length() - 4), rest);
                } else if (part.startsWith("{")) {
                    names.put(part.substring(1, part.length() - 1), path.get(i));
                } else if (!part.equals(path.get(i))) {
                    return null;
                }
            }
            return names;
        }
    }

    private final List<Route> routes = new ArrayList<>();
    private final List<Supplier<Router>> changing = new ArrayList<>();

    /**
     * Adds a route; a part of the pattern in braces stands for any one part of a path, and at its end {@code {name...}} for
     * all the rest.
     */
    public Router add(String method, String pattern, Handler handler) {
        routes.add(new Route(method, parts(pattern), handler, false));
        return this;
    }

    /** Adds a route that needs no token. */
    public Router addOpen(String method, String pattern, Handler handler) {
        routes.add(new Route(method, parts(pattern), handler, true));
        return this;
    }

    /** Adds routes that change while a server runs: asked for anew by every request that no route above takes. */
    public Router addChanging(Supplier<Router> others) {
        changing.add(others);
        return this;
    }

    Match find(String method, String path) {
        Search search = new Search(method, parts(path));
        return search.in(this)
                .orElseThrow(() -> !search.others.isEmpty()
                        ? new ApiException(405, "method_not_allowed", method + " is not what " + path + " takes.")
                                .allowing(search.others)
                        : new ApiException(404, "unknown_url", "There is nothing at " + method + " " + path + "."));
    }

    private static final class Search {
        private final String method;
        private final List<String> parts;
        /** What the path takes instead. */
        private final SortedSet<String> others = new TreeSet<>();

        Search(String method, List<String> parts) {
            this.method = method;
            this.parts = parts;
        }

        Optional<Match> in(Router router) {
            for (Route route : router.routes) {
                Map<String, String> names = route.match(parts);
                if (names != null) {
                    if (route.method().equals(method)) {
                        return Optional.of(new Match(route.handler(), names, route.open()));
                    }
                    others.add(route.method());
                }
            }
            return router.changing.stream()
                    .map(Supplier::get)
                    .map(this::in)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }
}
