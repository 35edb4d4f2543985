package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Composite;
import cultivar.runtime.schema.Rule.Terminal;
import cultivar.runtime.text.TokenTrie;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A schema's automaton with a stack, made deterministic as far as it is walked, and the tokens that may come in each of its
 * states. A state is all the stacks of rules that can still be to come. Safe for several threads: the schema's effort is what
 * they wait for each other at.
 */
final class Machine {
    /** Of a stack's rules, so many can be met within a short token. */
    private static final int NEAR = 8;

    /** What a stack takes, as places of patterns do one. */
    private static final int STACK_STEPS = 8;

    private static final int LONGEST_TRIED = 1_000;
    private static final int MOST_TRIED = 64;
    private static final long MOST_TRIED_STEPS = 8 * Effort.MOST_STEPS;
    /** What a walk through all tokens takes by itself. */
    private static final int WALK_STEPS = 100_000;

    private final Patterns patterns;
    private final Effort effort;
    private final TokenTrie trie;
    private final int vocabulary;
    /** Rules that never come to an end. */
    private final Set<Rule> endless;

    private final Map<Stack, Stack> stacks = new HashMap<>();
    private final Map<State, State> states = new HashMap<>();
    private final State nowhere = new State(List.of(), false);
    private final State start;
    private final Map<LongBuffer, long[]> masks = new HashMap<>();

    Machine(Rule root, Set<Rule> endless, Patterns patterns, TokenTrie trie, int vocabulary) {
        this.patterns = patterns;
        this.effort = patterns.effort();
        this.trie = trie;
        this.vocabulary = vocabulary;
        this.endless = endless;
        Opening opening = new Opening();
        opening.open(pushed(Rules.Mark.SPACE, pushed(root, null)));
        this.start = opening.state();
    }

    TokenTrie trie() {
        return trie;
    }

    State start() {
        return start;
    }

    /** The state after a token; null where it cannot come. */
    @Nullable
    State after(State state, byte[] token) {
        synchronized (effort) {
            begin();
            State at = state;
            for (byte next : token) {
                State then = after(at, next & 0xff);
                if (then == null) {
                    return null;
                }
                at = then;
            }
            return at;
        }
    }

    /**
     * The tokens that may come, a bit each; end tokens are not among them. Not to be written to.
     *
     * @throws SchemaException if that takes too long to find out
     */
    long[] mask(State state) {
        synchronized (effort) {
            long[] mask = state.mask;
            if (mask == null) {
                mask = found(state);
                state.mask = mask;
            }
            return mask;
        }
    }

    private long[] found(State state) {
        begin();
        State near = inReach(state);
        long[] brief = near.brief;
        if (brief == null) {
            brief = new long[(vocabulary + 63) / 64];
            accept(near, 1, Rule.REACH, brief);
            brief = kept(brief);
            near.brief = brief;
        }
        long[] mask = brief.clone();
        accept(state, Rule.REACH + 1, Integer.MAX_VALUE, mask);
        return kept(mask);
    }

    /**
     * Finds masks out before an answer waits for them: of each pattern from all places at once, which is more than any text
     * leads to, and along a short answer at the ends of its strings and names.
     *
     * @throws SchemaException if one takes too long, or all patterns together
     */
    void tryOut() {
        synchronized (effort) {
            long steps = 0;
            for (Network pattern : patterns.all()) {
                effort.begin();
                Matching everywhere = new Matching(pattern, pattern.everywhere(), Alphabet.WHOLE);
                pattern.inReach(everywhere.places());
                trie.accepted(everywhere, Matching::after, 1, Rule.REACH, _ -> {});
                steps += effort.steps() + WALK_STEPS;
                if (steps > MOST_TRIED_STEPS) {
                    throw Effort.tooMuch();
                }
                effort.forget();
            }
            tryAnswer();
        }
    }

    private void tryAnswer() {
        State state = start;
        mask(state);
        long steps = effort.steps();
        int masks = 1;
        for (int length = 0; length < LONGEST_TRIED && masks < MOST_TRIED && steps < MOST_TRIED_STEPS; length++) {
            begin();
            int next = shortest(state);
            if (next < 0) {
                return;
            }
            state = Objects.requireNonNull(after(state, next));
            if (next == '"') {
                mask(state);
                masks++;
                steps += effort.steps();
            }
        }
    }

    /** The byte by which an answer gets on to its other parts soonest, or -1 if none may come. */
    private int shortest(State state) {
        return IntStream.concat("\"],}".chars(), IntStream.range('!', 0xff))
                .filter(next -> after(state, next) != null)
                .findFirst()
                .orElse(-1);
    }

    private void begin() {
        if (effort.isFull()) {
            forget();
        }
        effort.begin();
    }

    private void accept(State state, int least, int most, long[] mask) {
        trie.accepted(state, this::after, least, most, id -> mask[id >> 6] |= 1L << id);
    }

    /** The state from which the same short tokens may come. */
    private State inReach(State state) {
        Set<Stack> near = new LinkedHashSet<>();
        for (Stack stack : state.stacks) {
            near.add(inReach(stack, NEAR));
        }
        return near.size() == state.stacks.size() && near.containsAll(state.stacks)
                ? state
                : known(new State(List.copyOf(near), state.complete));
    }

    private Stack inReach(Stack stack, int depth) {
        Stack tail = stack.tail == null || depth == 0 ? stack.tail : inReach(stack.tail, depth - 1);
        return pushed(stack.head.inReach(), tail);
    }

    /** Many states allow the same tokens: their mask is kept once. */
    private long[] kept(long[] mask) {
        long[] known = masks.putIfAbsent(LongBuffer.wrap(mask), mask);
        if (known != null) {
            return known;
        }
        effort.keep(8L * mask.length + 100);
        return mask;
    }

    /** Drops all that can be found again. */
    private void forget() {
        for (State state : states.values()) {
            state.next = null;
            state.mask = null;
            state.brief = null;
        }
        states.clear();
        stacks.clear();
        masks.clear();
        effort.forget();
    }

    private @Nullable State after(State state, int next) {
        @Nullable State[] known = state.next;
        if (known == null) {
            known = new @Nullable State[256];
            state.next = known;
            effort.keep(1040);
        }
        State then = known[next];
        if (then == null) {
            then = computed(state, next);
            known[next] = then;
        }
        return then.nowhere ? null : then;
    }

    private State computed(State state, int next) {
        effort.step(STACK_STEPS * state.stacks.size());
        Opening opening = new Opening();
        for (Stack stack : state.stacks) {
            // All heads of a state are terminals.
            Terminal left = stack.head instanceof Terminal terminal ? terminal.after(next) : null;
            if (left != null) {
                opening.open(pushed(left, stack.tail));
            }
        }
        return opening.state();
    }

    private State known(State state) {
        State known = states.putIfAbsent(state, state);
        if (known != null) {
            return known;
        }
        effort.keep(120 + 8L * state.stacks.size());
        return state;
    }

    private Stack pushed(Rule head, @Nullable Stack tail) {
        Stack stack = new Stack(head, tail);
        Stack known = stacks.putIfAbsent(stack, stack);
        if (known != null) {
            return known;
        }
        effort.keep(150);
        return stack;
    }

    /** Rules to come, one beneath the other; equal ones are the same object. */
    private static final class Stack {
        private final Rule head;
        private final @Nullable Stack tail;
        private final int hash;

        private Stack(Rule head, @Nullable Stack tail) {
            this.head = head;
            this.tail = tail;
            this.hash = 31 * head.hashCode() + System.identityHashCode(tail);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Stack stack && stack.tail == tail && stack.head.equals(head);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** What can be to come; complete where it can be nothing. */
    static final class State {
        private final List<Stack> stacks;
        private final boolean complete;
        private final boolean nowhere;
        private @Nullable State @Nullable [] next;
        private long @Nullable [] mask;
        private long @Nullable [] brief;

        private State(List<Stack> stacks, boolean complete) {
            this.stacks = stacks;
            this.complete = complete;
            this.nowhere = stacks.isEmpty() && !complete;
        }

        boolean isComplete() {
            return complete;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state && state.complete == complete && state.stacks.equals(stacks);
        }

        @Override
        public int hashCode() {
            return stacks.hashCode() * 2 + (complete ? 1 : 0);
        }
    }

    /** Finds the terminals that stacks begin with. A schema can lead deeper than a thread's stack, so it does not call itself. */
    private final class Opening {
        private final Set<Stack> seen = new HashSet<>();
        private final ArrayDeque<Stack> left = new ArrayDeque<>();
        private final List<Stack> found = new ArrayList<>();
        private boolean complete;

        void open(@Nullable Stack first) {
            meet(first);
            while (!left.isEmpty()) {
                Stack stack = left.pop();
                effort.step(STACK_STEPS);
                switch (stack.head) {
                    case Terminal terminal -> {
                        if (terminal.mayGoOn()) {
                            found.add(stack);
                        }
                        if (terminal.mayEnd()) {
                            meet(stack.tail);
                        }
                    }
                    case Composite composite -> {
                        for (List<Rule> way : composite.ways().reversed()) {
                            if (way.stream().noneMatch(endless::contains)) {
                                meet(onto(stack.tail, way));
                            }
                        }
                    }
                }
            }
        }

        private void meet(@Nullable Stack stack) {
            if (stack == null) {
                complete = true;
            } else if (seen.add(stack)) {
                left.push(stack);
            }
        }

        private @Nullable Stack onto(@Nullable Stack tail, List<Rule> way) {
            Stack top = tail;
            for (Rule rule : way.reversed()) {
                top = pushed(rule, top);
            }
            return top;
        }

        State state() {
            if (found.isEmpty() && !complete) {
                return nowhere;
            }
            return known(new State(List.copyOf(found), complete));
        }
    }
}
