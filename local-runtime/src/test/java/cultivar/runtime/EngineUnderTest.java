package cultivar.runtime;

/** The one engine of the test process; natives load once for a process. */
public final class EngineUnderTest {
    private static final Engine ENGINE = Engine.start();

    private EngineUnderTest() {}

    public static Engine engine() {
        return ENGINE;
    }
}
