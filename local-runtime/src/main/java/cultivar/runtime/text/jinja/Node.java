package cultivar.runtime.text.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template's body. */
sealed interface Node {
    int line();

    /** Literal text. */
    record Text(int line, Str text) implements Node {}

    /** <code>{{ value }}</code>. */
    record Print(int line, Expr value) implements Node {}

    record If(int line, List<Branch> branches, List<Node> otherwise) implements Node {}

    record For(
            int line,
            List<String> targets,
            Expr items,
            @Nullable Expr condition,
            List<Node> body,
            List<Node> otherwise) implements Node {}

    /** {@code set a = value}, or with several targets {@code set a, b = value}. */
    record Assign(int line, List<String> targets, Expr value) implements Node {}

    /** {@code set space.member = value}. */
    record AssignMember(int line, String target, String member, Expr value) implements Node {}

    /** {@code set a}…{@code endset}: the rendered body, through the filters. */
    record Capture(int line, String target, List<FilterCall> filters, List<Node> body) implements Node {}

    /** {@code filter name}…{@code endfilter}. */
    record Filtered(int line, List<FilterCall> filters, List<Node> body) implements Node {}

    record Macro(int line, String name, List<Parameter> parameters, List<Node> body) implements Node {}

    /** {@code call macro()}…{@code endcall}: the body is handed over as {@code caller}. */
    record CallBlock(int line, Expr call, List<Parameter> parameters, List<Node> body) implements Node {}

    /** A body with names of its own: {@code with} and {@code generation}. */
    record Scoped(int line, List<Expr.Named> names, List<Node> body) implements Node {}

    record Break(int line) implements Node {}

    record Continue(int line) implements Node {}

    /** One condition of an if and what it guards. */
    record Branch(Expr condition, List<Node> body) {}

    /** A filter of a block, without its target. */
    record FilterCall(String name, Expr.Inputs inputs) {}

    /** A macro's parameter; without a default it is undefined when left out. */
    record Parameter(String name, @Nullable Expr otherwise) {}
}
