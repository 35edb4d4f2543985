package cultivar.runtime.decoder;

/** Lines of a TorchScript program; the methods of its class stand one step in. */
final class ProgramText {
    private final StringBuilder out = new StringBuilder(16384);

    /** Begins a method, given its name, what it takes after itself, and what it returns. */
    void method(String name, String parameters, String result) {
        out.append("  def ").append(name).append("(self: __torch__.K, ");
        out.append(parameters).append(") -> ").append(result).append(":\n");
    }

    /** A line of a method's body. */
    void line(String text) {
        out.append("    ").append(text).append('\n');
    }

    /** A line one step further in. */
    void inner(String text) {
        out.append("      ").append(text).append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
