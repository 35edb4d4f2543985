package cultivar.runtime.device;

/** A device that was asked for and cannot be had; the message is one line that says why and what to do. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }
}
