package cultivar.runtime.api;

import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.serve.Serving;

/** All routes of one base and its adapters; any server can mount them. */
public final class ApiRoutes implements Routes {
    private final ServedModel model;
    private final Serving serving;
    private final Adapters adapters;

    /** @param adapters of the shelf of {@code serving} */
    public ApiRoutes(ServedModel model, Serving serving, Adapters adapters) {
        this.model = model;
        this.serving = serving;
        this.adapters = adapters;
    }

    @Override
    public void addTo(Router router) {
        Meters meters = new Meters();
        Mixes mixes = new Mixes(model.name(), adapters);
        Running running = new Running();
        new StatusRoutes(model.name(), serving, meters).addTo(router);
        new ModelRoutes(model, adapters).addTo(router);
        new CompletionRoutes(model, mixes, new Completions(serving, meters, running)).addTo(router);
        new StrengthRoutes(mixes, running).addTo(router);
        new TokenRoutes(model).addTo(router);
    }
}
