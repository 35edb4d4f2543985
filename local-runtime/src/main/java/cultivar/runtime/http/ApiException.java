package cultivar.runtime.http;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal, in the shape of OpenAI's errors: {@code {"error": {"message", "type", "param", "code"}}}. The message is one
 * line for a person.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final TreeMap<String, String> headers;

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param code for programs, in snake case
     */
    public ApiException(int status, String code, String message) {
        this(status, type(status), code, null, usual(status), message, null);
    }

    /** A refusal whose reason was found elsewhere. */
    public ApiException(int status, String code, String message, Throwable cause) {
        this(status, type(status), code, null, usual(status), message, cause);
    }

    private ApiException(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            Map<String, String> headers,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.headers = new TreeMap<>(headers);
    }

    /** A refusal of one field's value. */
    public static ApiException invalid(String param, String message) {
        return new ApiException(400, "invalid_value", message).about(param);
    }

    /** As vLLM's own routes refuse: a type of their own, and the status as the code. */
    public static ApiException plain(int status, String type, String message) {
        return new ApiException(status, type, null, null, usual(status), message, null);
    }

    /** The same refusal, which names the field that it is about. */
    public ApiException about(String field) {
        return new ApiException(status, type, code, field, headers, message(), getCause());
    }

    /** The same refusal, which says when to try again. */
    public ApiException retryAfter(int seconds) {
        return with("retry-after", Integer.toString(seconds));
    }

    /** The same refusal, which tells OpenAI's clients not to ask again by themselves, as they do after any 5xx. */
    public ApiException forGood() {
        return with("x-should-retry", "false");
    }

    /** The same refusal, which names the methods that would do. */
    ApiException allowing(Collection<String> methods) {
        return with("allow", String.join(", ", methods));
    }

    private ApiException with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ApiException(status, type, code, param, more, message(), getCause());
    }

    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** What the client is sent. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode error = json.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param);
        if (code == null) {
            error.put("code", status);
        } else {
            error.put("code", code);
        }
        return json;
    }

    Map<String, String> headers() {
        return new TreeMap<>(headers);
    }

    private static Map<String, String> usual(int status) {
        return status == 401 ? Map.of("www-authenticate", "Bearer") : Map.of();
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 429 -> "rate_limit_error";
            case 500, 503, 504 -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
