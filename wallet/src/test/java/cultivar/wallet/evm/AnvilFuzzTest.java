package cultivar.wallet.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Random programs run here and on Anvil, and everything that can be seen of them is the same. How many is set by {@code
 * cultivar.fuzz.programs}, where they begin by {@code cultivar.fuzz.seed}.
 */
class AnvilFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BATCH = 50;
    private static final int ENOUGH = 20;

    private static Anvil anvil;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Anvil.program();
        assumeTrue(program.isPresent(), "Anvil is not here; mvn -Panvil gets it.");
        anvil = Anvil.start(program.get());
    }

    @AfterAll
    static void stop() {
        if (anvil != null) {
            anvil.close();
        }
    }

    @Test
    void randomProgramsRunAsOnAnvil() throws Exception {
        long first = Long.getLong("cultivar.fuzz.seed", 1);
        int count = Integer.getInteger("cultivar.fuzz.programs", 200);
        List<String> differences = new ArrayList<>();
        Tally tally = new Tally();
        for (long seed = first; tally.programs < count && differences.size() < ENOUGH; ) {
            List<Program> programs = new ArrayList<>();
            List<Observed> ours = new ArrayList<>();
            List<Long> seeds = new ArrayList<>();
            for (; programs.size() < Math.min(BATCH, count - tally.programs); seed++) {
                Program program = Programs.of(seed);
                try {
                    ours.add(Observed.ours(program));
                    programs.add(program);
                    seeds.add(seed);
                } catch (UnsupportedOperationException e) {
                    tally.refused++; // it reached precompiled contract 10, which is not there
                }
            }
            List<Observed> theirs = ask(programs);
            for (int i = 0; i < programs.size(); i++) {
                tally.add(ours.get(i));
                if (!ours.get(i).equals(theirs.get(i))) {
                    differences.add(describe(seeds.get(i), shrink(programs.get(i))));
                }
            }
        }
        System.out.println(tally);
        assertThat(differences).isEmpty();
    }

    private static List<Observed> ask(List<Program> programs) throws IOException, InterruptedException {
        ArrayNode batch = JSON.createArrayNode();
        for (int i = 0; i < programs.size(); i++) {
            batch.add(Observed.question(programs.get(i), i));
        }
        JsonNode answers = anvil.ask(batch);
        Observed[] out = new Observed[programs.size()];
        for (JsonNode answer : answers) {
            int id = answer.path("id").asInt();
            out[id] = Observed.theirs(programs.get(id), answer);
        }
        return Arrays.asList(out);
    }

    private static boolean differs(Program program) throws IOException, InterruptedException {
        return !Observed.ours(program).equals(ask(List.of(program)).getFirst());
    }

    /** Puts JUMPDESTs, which do nothing, in place of all code that the difference does not need. */
    private static Program shrink(Program program) throws IOException, InterruptedException {
        Program small = program;
        for (int contract = 0; contract < program.contracts().size(); contract++) {
            for (int size = 64; size >= 1; size /= 4) {
                byte[] code = small.contracts().get(contract).code();
                for (int at = 0; at < code.length; at += size) {
                    byte[] fewer = small.contracts().get(contract).code().clone();
                    Arrays.fill(fewer, at, Math.min(at + size, fewer.length), (byte) Opcodes.JUMPDEST);
                    Program candidate = small.withCode(contract, fewer);
                    if (differs(candidate)) {
                        small = candidate;
                    }
                }
            }
        }
        return small;
    }

    private static String describe(long seed, Program program) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder("program " + seed + "\n");
        for (Program.Contract contract : program.contracts()) {
            out.append(contract.address())
                    .append(' ')
                    .append(Hex.encode(contract.code()))
                    .append('\n');
        }
        return out.append("to ")
                .append(program.to())
                .append(" gas ")
                .append(program.gas())
                .append("\n  here  ")
                .append(Observed.ours(program))
                .append("\n  Anvil ")
                .append(ask(List.of(program)).getFirst())
                .append('\n')
                .toString();
    }

    /** What kinds of ends the programs came to; a fuzz of failures alone would show little. */
    private static final class Tally {
        private int programs;
        private int refused;
        private int succeeded;
        private int withLogs;
        private long gas;

        void add(Observed observed) {
            programs++;
            succeeded += observed.outcome().startsWith("success") ? 1 : 0;
            withLogs += observed.logs().isEmpty() ? 0 : 1;
            gas += observed.gas();
        }

        @Override
        public String toString() {
            return programs + " programs, " + succeeded + " succeeded, " + withLogs + " wrote logs, " + gas / 1_000_000
                    + " Mgas; " + refused + " more need precompiled contract 10";
        }
    }
}
