package cultivar.runtime;

/** The one engine of the test process; natives load once for a process. */
final class EngineUnderTest {
    private static final Engine ENGINE = Engine.start();

    private EngineUnderTest() {}

    static Engine engine() {
        return ENGINE;
    }
}
