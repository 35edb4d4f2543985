package cultivar.runtime.server;

import cultivar.runtime.job.JobException;

/** A refusal, in the shape of OpenAI's errors; the message is one line for a person. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param code for programs, in snake case
     */
    public ApiException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    private ApiException(int status, String code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    static ApiException of(JobException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MISSING -> new ApiException(404, "not_found", message, e);
            case CONFLICT -> new ApiException(409, "conflict", message, e);
            case INVALID -> new ApiException(400, "invalid_value", message, e);
            case FAILED -> new ApiException(500, "engine_error", message, e);
        };
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    String type() {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 500 -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
