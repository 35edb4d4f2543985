package cultivar.runtime.checkpoint;

/** The non-linear functions of feed-forward parts. */
public enum Activation {
    /** {@code x * sigmoid(x)}. */
    SILU,
    /** {@code x * Phi(x)} with the normal distribution itself. */
    GELU,
    /** {@code x * Phi(x)} by the formula with the hyperbolic tangent. */
    GELU_TANH,
    /** {@code x * sigmoid(1.702 x)}. */
    QUICK_GELU,
    RELU,
    /** The square of the rectified value. */
    RELU_SQUARED;

    /** Finds the function that a configuration names under {@code key}. */
    static Activation named(String name, String key) {
        return switch (name) {
            case "silu", "swish" -> SILU;
            case "gelu", "gelu_python" -> GELU;
            case "gelu_pytorch_tanh", "gelu_new", "gelu_fast", "gelu_python_tanh", "gelu_accurate" -> GELU_TANH;
            case "quick_gelu" -> QUICK_GELU;
            case "relu" -> RELU;
            case "relu2" -> RELU_SQUARED;
            default -> throw Config.unsupported(key, name);
        };
    }
}
