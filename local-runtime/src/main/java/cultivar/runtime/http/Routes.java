package cultivar.runtime.http;

/** A group of routes that belong together. */
@FunctionalInterface
public interface Routes {
    void addTo(Router router);
}
