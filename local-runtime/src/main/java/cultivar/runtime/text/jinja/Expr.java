package cultivar.runtime.text.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression; {@code line} is where it stands in the template. */
sealed interface Expr {
    int line();

    record Literal(int line, Value value) implements Expr {}

    record Name(int line, String name) implements Expr {}

    /** A list, or a tuple. */
    record ListOf(int line, List<Expr> items, boolean isTuple) implements Expr {}

    record DictOf(int line, List<Entry> entries) implements Expr {}

    /** {@code target.name}. */
    record Attribute(int line, Expr target, String name) implements Expr {}

    /** {@code target[index]}. */
    record Item(int line, Expr target, Expr index) implements Expr {}

    /** {@code target[from:to:step]}. */
    record Slice(
            int line,
            Expr target,
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step) implements Expr {}

    record Call(int line, Expr target, Inputs inputs) implements Expr {}

    /** {@code target | name(inputs)}. */
    record Filter(int line, Expr target, String name, Inputs inputs) implements Expr {}

    /** {@code target is name(inputs)}. */
    record Test(int line, Expr target, String name, Inputs inputs) implements Expr {}

    record Not(int line, Expr operand) implements Expr {}

    /** A sign before a number. */
    record Signed(int line, boolean negative, Expr operand) implements Expr {}

    /** Arithmetic and {@code ~}. */
    record Binary(int line, String operator, Expr left, Expr right) implements Expr {}

    record And(int line, Expr left, Expr right) implements Expr {}

    record Or(int line, Expr left, Expr right) implements Expr {}

    /** {@code first < second < third}: each step compares with the operand before. */
    record Compare(int line, Expr first, List<Step> steps) implements Expr {}

    /** {@code then if condition else otherwise}. */
    record Choice(
            int line, Expr condition, Expr then, @Nullable Expr otherwise) implements Expr {}

    /** One key and its value in a dictionary literal. */
    record Entry(Expr key, Expr value) {}

    /** One comparison: the operator and what stands to its right. */
    record Step(String operator, Expr right) {}

    /** The expressions between the brackets of a call; named ones after the positional. */
    record Inputs(List<Expr> positional, List<Named> named) {
        static final Inputs NONE = new Inputs(List.of(), List.of());
    }

    /** {@code name=value} in a call or in a macro's parameters. */
    record Named(String name, Expr value) {}
}
