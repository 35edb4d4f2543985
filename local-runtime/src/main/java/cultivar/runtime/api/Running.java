package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that are being answered, by the ids that their answers bear. Safe for several threads. */
final class Running {
    private final Map<String, Answers> all = new ConcurrentHashMap<>();

    /** Takes a request, unless there is another one of its id. */
    void add(String id, Answers answers) {
        if (all.putIfAbsent(id, answers) != null) {
            throw new ApiException(409, "conflict", "A request with this request_id is being answered already.")
                    .about("request_id");
        }
    }

    /** The request of an id. */
    Optional<Answers> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** Forgets a request; does nothing where it is not the one of its id. */
    void remove(String id, Answers answers) {
        all.remove(id, answers);
    }
}
