package cultivar.runtime.client;

import cultivar.runtime.job.JobHome;
import cultivar.runtime.test.TinyJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A studio in a process of its own, {@code HOME ID STEPS}: has a job done and waits to be killed. */
final class DoomedStudio {
    private DoomedStudio() {}

    /** Starts one that waits a few seconds only before its engine gives it up. */
    static Process start(JobHome home, String id, int steps) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:-UsePerfData",
                        "-Dcultivar.engine.grace=3",
                        DoomedStudio.class.getName(),
                        home.root().toString(),
                        id,
                        Integer.toString(steps)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    public static void main(String[] arguments) throws Exception {
        JobHome home = new JobHome(Path.of(arguments[0]));
        new EngineJobs(new EngineLink(home))
                .submit(arguments[1], TinyJob.in(home, arguments[1], Integer.parseInt(arguments[2])));
        while (true) {
            LockSupport.park();
        }
    }
}
