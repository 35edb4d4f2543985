package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Composite;
import cultivar.runtime.schema.Rule.Value;
import cultivar.runtime.schema.Rules.Literal;
import cultivar.runtime.schema.Rules.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object: its members in their order, each at most once, and then others. */
final class Members implements Value {
    /** A member of an object that the schema names. */
    record Property(Literal key, Rule value, boolean required) {}

    private static final Literal OPEN = Literal.of("{");
    private static final Literal CLOSE = Literal.of("}");

    private final List<Property> properties;
    private final @Nullable Rule others;
    private final Key otherKey;

    /**
     * @param others what members of other names are, or null if there may be none
     * @param names of the properties, which no other member may have
     */
    Members(List<Property> properties, @Nullable Rule others, Names names) {
        this.properties = List.copyOf(properties);
        this.others = others;
        this.otherKey = new Key(names, Characters.WHOLE);
    }

    @Override
    public List<List<Rule>> ways() {
        return List.of(List.of(OPEN, new MembersLeft(this, 0, false)));
    }

    @Override
    public boolean isFinite(Set<Rule> finite) {
        return properties.stream()
                .allMatch(property -> !property.required() || Rule.isFinite(property.value(), finite));
    }

    /**
     * After some members.
     *
     * @param next the first property that may still come
     * @param begun whether there was a member
     */
    private record MembersLeft(Members of, int next, boolean begun) implements Composite {
        @Override
        public List<List<Rule>> ways() {
            List<List<Rule>> ways = new ArrayList<>();
            for (int i = next; i < of.properties.size(); i++) {
                Property property = of.properties.get(i);
                List<Rule> key = List.of(property.key());
                ways.add(member(key, property.value(), new MembersLeft(of, i + 1, true)));
                if (property.required()) {
                    return ways;
                }
            }
            if (of.others != null) {
                MembersLeft rest = new MembersLeft(of, of.properties.size(), true);
                ways.add(member(Rules.quoted(of.otherKey), of.others, rest));
            }
            ways.add(List.of(CLOSE));
            return ways;
        }

        private List<Rule> member(List<Rule> key, Rule value, MembersLeft rest) {
            List<Rule> parts = new ArrayList<>();
            if (begun) {
                parts.add(Mark.COMMA);
            }
            parts.addAll(key);
            parts.add(Mark.COLON);
            parts.add(value);
            parts.add(rest);
            return parts;
        }
    }
}
