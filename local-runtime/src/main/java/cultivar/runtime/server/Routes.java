package cultivar.runtime.server;

/** A group of routes that belong together. */
@FunctionalInterface
public interface Routes {
    void addTo(Router router);
}
