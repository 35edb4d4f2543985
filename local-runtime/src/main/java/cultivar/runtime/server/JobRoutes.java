package cultivar.runtime.server;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Training jobs in the conventions of OpenAI's {@code /v1/fine_tuning/jobs}. A job is created by its description (see
 * {@link JobSpec}); {@code cancel} keeps the adapter as it stands, {@code DELETE} keeps nothing.
 */
final class JobRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String JOB = JOBS + "/{id}";
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1000;

    private final JobHome home;
    private final Jobs jobs;
    private final EngineLife life;

    JobRoutes(JobHome home, Jobs jobs, EngineLife life) {
        this.home = home;
        this.jobs = jobs;
        this.life = life;
    }

    @Override
    public void addTo(Router router) {
        add(router, "POST", JOBS, this::create);
        add(router, "GET", JOBS, this::list);
        add(router, "GET", JOB, request -> job(request.path("id")));
        add(router, "DELETE", JOB, this::discard);
        add(router, "POST", JOB + "/cancel", request -> after(request, jobs::stop));
        add(router, "POST", JOB + "/pause", request -> after(request, jobs::pause));
        add(router, "POST", JOB + "/resume", request -> after(request, jobs::resume));
        add(router, "POST", JOB + "/move", this::move);
        add(router, "GET", JOB + "/events", this::events);
        add(router, "GET", JOB + "/checkpoints", this::checkpoints);
        add(router, "GET", "/v1/fine_tuning/queue", request -> queue());
        add(router, "GET", "/v1/fine_tuning/events", request -> {
            String client = request.query().getOrDefault("client", "");
            return new Reply.Events(sink -> follow(client, sink));
        });
    }

    private static void add(Router router, String method, String pattern, Router.Handler handler) {
        router.add(method, pattern, request -> {
            try {
                return handler.handle(request);
            } catch (JobException e) {
                throw refusal(e);
            }
        });
    }

    private static ApiException refusal(JobException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MISSING -> new ApiException(404, "not_found", message, e);
            case CONFLICT -> new ApiException(409, "conflict", message, e);
            case INVALID -> new ApiException(400, "invalid_value", message, e);
            case FAILED -> new ApiException(500, "engine_error", message, e);
        };
    }

    private Reply create(ApiRequest request) {
        ObjectNode body = request.body().deepCopy();
        String id = body.path("id").asString("");
        body.remove("id");
        if (id.isEmpty()) {
            id = "ftjob-" + UUID.randomUUID();
        }
        jobs.submit(id, JobSpec.of(body));
        return job(id);
    }

    private Reply list(ApiRequest request) {
        List<JobFolder> all = new ArrayList<>(home.jobs());
        all.sort(Comparator.comparing((JobFolder job) -> job.state().times().created())
                .thenComparing(JobFolder::id)
                .reversed());
        String after = request.query().get("after");
        int from = 0;
        if (after != null) {
            from = all.indexOf(home.get(after)) + 1;
        }
        int to = Math.min(all.size(), from + limit(request));
        List<String> queue = jobs.queue();
        List<ObjectNode> page = all.subList(from, to).stream()
                .map(job -> JobJson.job(job, queue.indexOf(job.id())))
                .toList();
        return Reply.ok(JobJson.list(page, to < all.size()));
    }

    private static int limit(ApiRequest request) {
        return Math.clamp(request.number("limit", PAGE), 1, LARGEST_PAGE);
    }

    private Reply job(String id) {
        return Reply.ok(JobJson.job(home.get(id), jobs.queue().indexOf(id)));
    }

    private interface Action {
        void on(String id);
    }

    private Reply after(ApiRequest request, Action action) {
        String id = request.path("id");
        action.on(id);
        return job(id);
    }

    private Reply discard(ApiRequest request) {
        String id = request.path("id");
        jobs.discard(id);
        return Reply.ok(JSON.createObjectNode()
                .put("id", id)
                .put("object", "fine_tuning.job")
                .put("deleted", true));
    }

    /** {@code {"position": 0}}: before all others that wait. */
    private Reply move(ApiRequest request) {
        if (!request.body().path("position").canConvertToInt()) {
            throw new ApiException(400, "invalid_value", "position must be a whole number from 0.");
        }
        jobs.move(request.path("id"), request.body().path("position").intValue());
        return queue();
    }

    private Reply queue() {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        jobs.queue().forEach(json.putArray("data")::add);
        return Reply.ok(json);
    }

    private Reply checkpoints(ApiRequest request) {
        JobFolder folder = home.get(request.path("id"));
        return Reply.ok(JobJson.list(
                folder.checkpoints().stream()
                        .map(entry -> JobJson.checkpoint(folder, entry))
                        .toList(),
                false));
    }

    /** A page of a job's events after an id, in their order; or all to come, as server-sent events. */
    private Reply events(ApiRequest request) {
        JobFolder folder = home.get(request.path("id"));
        if (request.wantsEvents()) {
            String last = request.headers().get("last-event-id");
            long after = JobJson.eventNumber(last == null ? request.query().get("after") : last);
            return new Reply.Events(sink -> follow(folder, after, sink));
        }
        List<JobEvent> events =
                folder.events(JobJson.eventNumber(request.query().get("after")));
        int limit = limit(request);
        return Reply.ok(
                JobJson.list(events.stream().limit(limit).map(JobJson::event).toList(), events.size() > limit));
    }

    private void follow(JobFolder folder, long after, Reply.EventSink sink) throws IOException, InterruptedException {
        // Listening begins before reading, so that nothing falls between.
        try (NewsFeed feed = new NewsFeed(jobs)) {
            long last = after;
            boolean reread = true;
            while (true) {
                if (reread) {
                    for (JobEvent event : folder.events(last)) {
                        sink.send(Long.toString(event.id()), "fine_tuning.job.event", JobJson.event(event));
                        last = event.id();
                    }
                    reread = false;
                    if (!jobs.queue().contains(folder.id())) {
                        sink.done();
                        return;
                    }
                }
                switch (feed.next()) {
                    case null -> sink.beat();
                    case JobNews.Happened(String id, JobEvent event)
                    when id.equals(folder.id()) -> {
                        if (event.id() > last) {
                            sink.send(Long.toString(event.id()), "fine_tuning.job.event", JobJson.event(event));
                            last = event.id();
                        }
                    }
                    case JobNews.Queue(List<String> ids) when !ids.contains(folder.id()) -> reread = true;
                    case JobNews.Missed _ -> reread = true;
                    default -> {}
                }
            }
        }
    }

    /** All news of all jobs. Whoever listens here is taken for a studio that is there. */
    private void follow(String client, Reply.EventSink sink) throws IOException, InterruptedException {
        life.attach();
        try (NewsFeed feed = new NewsFeed(jobs)) {
            long number = 0;
            sink.send("0", "news", JobJson.news(new JobNews.Missed()));
            while (true) {
                JobNews news = feed.next();
                if (news == null) {
                    sink.beat();
                } else {
                    number++;
                    sink.send(Long.toString(number), "news", JobJson.news(news));
                }
            }
        } finally {
            life.detach(client);
        }
    }
}
