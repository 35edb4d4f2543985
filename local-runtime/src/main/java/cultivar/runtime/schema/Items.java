package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Composite;
import cultivar.runtime.schema.Rule.Value;
import cultivar.runtime.schema.Rules.Literal;
import cultivar.runtime.schema.Rules.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An array of equal items. */
final class Items implements Value {
    private static final Literal OPEN = Literal.of("[");
    private static final Literal CLOSE = Literal.of("]");

    private final Rule item;
    private final int least;
    private final int most;

    /** @param most -1 for no limit */
    Items(Rule item, int least, int most) {
        this.item = item;
        this.least = least;
        this.most = most;
    }

    @Override
    public List<List<Rule>> ways() {
        return List.of(List.of(OPEN, new ItemsLeft(this, 0)));
    }

    @Override
    public boolean isFinite(Set<Rule> finite) {
        return least == 0 || Rule.isFinite(item, finite);
    }

    /** After some items; without a limit they are counted only as long as it matters. */
    private record ItemsLeft(Items of, int count) implements Composite {
        @Override
        public List<List<Rule>> ways() {
            List<List<Rule>> ways = new ArrayList<>();
            if (of.most < 0 || count < of.most) {
                int next = of.most < 0 ? Math.min(count + 1, Math.max(1, of.least)) : count + 1;
                ItemsLeft rest = new ItemsLeft(of, next);
                ways.add(count == 0 ? List.of(of.item, rest) : List.of(Mark.COMMA, of.item, rest));
            }
            if (count >= of.least) {
                ways.add(List.of(CLOSE));
            }
            return ways;
        }

        /** An item has a byte at least; before the first there is no comma. */
        @Override
        public ItemsLeft inReach() {
            boolean far = of.least - count > REACH || (count >= of.least && of.most >= 0 && of.most - count > REACH);
            int first = Math.max(1, of.least - count > REACH ? 1 : of.least);
            return far && count > first ? new ItemsLeft(of, first) : this;
        }
    }
}
