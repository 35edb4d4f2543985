package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Composite;
import cultivar.runtime.schema.Rule.Terminal;
import cultivar.runtime.text.TokenTrie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema's automaton with a stack, made deterministic as far as it is walked, and the tokens that may come in each of its
 * states. A state is all the stacks of rules that can still be to come. Safe for several threads.
 */
final class Machine {
    private static final int MOST_STATES = 20_000;
    private static final long MOST_MASK_BYTES = 64L << 20;

    private final TokenTrie trie;
    private final int vocabulary;
    /** Rules that never come to an end. */
    private final Set<Rule> endless;

    private final Map<Stack, Stack> stacks = new HashMap<>();
    private final Map<State, State> states = new HashMap<>();
    private final State nowhere = new State(List.of(), false);
    private final State start;
    private long maskBytes;

    Machine(Rule root, Set<Rule> endless, TokenTrie trie, int vocabulary) {
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
    synchronized @Nullable State after(State state, byte[] token) {
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

    /** The tokens that may come, a bit each; end tokens are not among them. */
    synchronized long[] mask(State state) {
        long[] mask = state.mask;
        if (mask == null) {
            if (states.size() > MOST_STATES || maskBytes > MOST_MASK_BYTES) {
                forget();
            }
            long[] made = new long[(vocabulary + 63) / 64];
            trie.accepted(state, this::after, id -> made[id >> 6] |= 1L << id);
            mask = made;
            state.mask = made;
            maskBytes += 8L * made.length;
        }
        return mask;
    }

    /** Drops all that can be found again. */
    private void forget() {
        for (State state : states.values()) {
            state.next = null;
            state.mask = null;
        }
        states.clear();
        stacks.clear();
        maskBytes = 0;
    }

    private @Nullable State after(State state, int next) {
        @Nullable State[] known = state.next;
        if (known == null) {
            known = new @Nullable State[256];
            state.next = known;
        }
        State then = known[next];
        if (then == null) {
            then = computed(state, next);
            known[next] = then;
        }
        return then.nowhere ? null : then;
    }

    private State computed(State state, int next) {
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

    private Stack pushed(Rule head, @Nullable Stack tail) {
        Stack stack = new Stack(head, tail);
        Stack known = stacks.putIfAbsent(stack, stack);
        return known == null ? stack : known;
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

    /** Finds the terminals that stacks begin with. */
    private final class Opening {
        private final Set<Stack> seen = new HashSet<>();
        private final List<Stack> found = new ArrayList<>();
        private boolean complete;

        void open(@Nullable Stack stack) {
            if (stack == null) {
                complete = true;
                return;
            }
            if (!seen.add(stack)) {
                return;
            }
            switch (stack.head) {
                case Terminal terminal -> {
                    if (terminal.mayGoOn()) {
                        found.add(stack);
                    }
                    if (terminal.mayEnd()) {
                        open(stack.tail);
                    }
                }
                case Composite composite -> {
                    for (List<Rule> way : composite.ways()) {
                        if (way.stream().noneMatch(endless::contains)) {
                            open(onto(stack.tail, way));
                        }
                    }
                }
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
            State state = new State(List.copyOf(found), complete);
            State known = states.putIfAbsent(state, state);
            return known == null ? state : known;
        }
    }
}
