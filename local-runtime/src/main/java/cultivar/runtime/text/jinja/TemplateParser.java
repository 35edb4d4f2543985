package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the blocks of a template. */
final class TemplateParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    private TemplateParser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
    }

    static List<Node> parse(String source) {
        return new TemplateParser(new Cursor(Lexer.read(source))).body(Set.of(), 0, "");
    }

    /**
     * Nodes up to a block whose name is one of {@code ends}; the cursor then stands on that name. With no ends, up to
     * the end of the template.
     */
    private List<Node> body(Set<String> ends, int openedOn, String opened) {
        cursor.enter();
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Lexeme lexeme = cursor.next();
            switch (lexeme.kind()) {
                case TEXT -> nodes.add(new Node.Text(lexeme.line(), Str.of(lexeme.text())));
                case PRINT_BEGIN -> {
                    nodes.add(new Node.Print(lexeme.line(), expressions.tuple()));
                    cursor.expect(Kind.PRINT_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    if (cursor.peek().is(Kind.NAME)
                            && ends.contains(cursor.peek().text())) {
                        cursor.leave();
                        return nodes;
                    }
                    nodes.add(block());
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw new JinjaException(openedOn, "the block '" + opened + "' is never closed");
                    }
                    cursor.leave();
                    return nodes;
                }
                case PRINT_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
                    throw new JinjaException(lexeme.line(), "unexpected " + lexeme.described());
            }
        }
    }

    private Node block() {
        Lexeme name = cursor.expect(Kind.NAME, "a block's name");
        int line = name.line();
        return switch (name.text()) {
            case "if" -> ifBlock(line);
            case "for" -> forBlock(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> filtered(line);
            case "with" -> with(line);
            case "generation" -> {
                endOfTag();
                yield new Node.Scoped(line, List.of(), closed("endgeneration", line, "generation"));
            }
            case "break" -> {
                endOfTag();
                yield new Node.Break(line);
            }
            case "continue" -> {
                endOfTag();
                yield new Node.Continue(line);
            }
            case "elif", "else", "endif", "endfor", "endset", "endmacro", "endcall", "endfilter", "endwith" ->
                throw new JinjaException(line, "'" + name.text() + "' closes nothing here");
            default -> throw new JinjaException(line, "the block '" + name.text() + "' is not supported");
        };
    }

    private void endOfTag() {
        cursor.expect(Kind.BLOCK_END, "'%}'");
    }

    /** A body that ends with the given block, which is stepped over. */
    private List<Node> closed(String end, int line, String opened) {
        List<Node> body = body(Set.of(end), line, opened);
        cursor.next();
        if (end.equals("endmacro") && cursor.peek().is(Kind.NAME)) {
            cursor.next(); // the macro's name may be said again
        }
        endOfTag();
        return body;
    }

    private Node ifBlock(int line) {
        List<Node.Branch> branches = new ArrayList<>();
        Set<String> ends = Set.of("elif", "else", "endif");
        while (true) {
            Expr condition = expressions.tuple();
            endOfTag();
            branches.add(new Node.Branch(condition, body(ends, line, "if")));
            String end = cursor.next().text();
            if (end.equals("elif")) {
                continue;
            }
            endOfTag();
            return new Node.If(line, branches, end.equals("else") ? closed("endif", line, "if") : List.of());
        }
    }

    private Node forBlock(int line) {
        List<String> targets = targets(")");
        cursor.expectName("in");
        Expr items = expressions.tupleWithoutChoice();
        Expr condition = cursor.skipName("if") ? expressions.expression() : null;
        if (cursor.peek().isName("recursive")) {
            throw new JinjaException(line, "recursive loops are not supported");
        }
        endOfTag();
        List<Node> body = body(Set.of("else", "endfor"), line, "for");
        boolean otherwise = cursor.next().text().equals("else");
        endOfTag();
        return new Node.For(
                line, targets, items, condition, body, otherwise ? closed("endfor", line, "for") : List.of());
    }

    private List<String> targets(String bracketEnd) {
        boolean bracketed = cursor.skipOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(cursor.expect(Kind.NAME, "a name").text());
        } while (cursor.skipOperator(","));
        if (bracketed) {
            cursor.expectOperator(bracketEnd);
        }
        return names;
    }

    private Node set(int line) {
        if (cursor.peek(1).isOperator(".")) {
            String target = cursor.expect(Kind.NAME, "a name").text();
            cursor.next();
            String member = cursor.expect(Kind.NAME, "a name").text();
            cursor.expectOperator("=");
            Expr value = expressions.tuple();
            endOfTag();
            return new Node.AssignMember(line, target, member, value);
        }
        List<String> targets = targets(")");
        if (cursor.skipOperator("=")) {
            Expr value = expressions.tuple();
            endOfTag();
            return new Node.Assign(line, targets, value);
        }
        List<Node.FilterCall> filters = new ArrayList<>();
        while (cursor.skipOperator("|")) {
            filters.add(expressions.filter());
        }
        endOfTag();
        if (targets.size() > 1) {
            throw new JinjaException(line, "a set block has one name");
        }
        return new Node.Capture(line, targets.getFirst(), filters, closed("endset", line, "set"));
    }

    private Node filtered(int line) {
        List<Node.FilterCall> filters = new ArrayList<>();
        do {
            filters.add(expressions.filter());
        } while (cursor.skipOperator("|"));
        endOfTag();
        return new Node.Filtered(line, filters, closed("endfilter", line, "filter"));
    }

    private Node macro(int line) {
        String name = cursor.expect(Kind.NAME, "the macro's name").text();
        List<Node.Parameter> parameters = parameters();
        endOfTag();
        return new Node.Macro(line, name, parameters, closed("endmacro", line, "macro"));
    }

    private Node call(int line) {
        List<Node.Parameter> parameters = cursor.peek().isOperator("(") ? parameters() : List.of();
        Expr call = expressions.expression();
        endOfTag();
        if (!(call instanceof Expr.Call)) {
            throw new JinjaException(line, "a call block needs a call");
        }
        return new Node.CallBlock(line, call, parameters, closed("endcall", line, "call"));
    }

    private List<Node.Parameter> parameters() {
        cursor.expectOperator("(");
        List<Node.Parameter> parameters = new ArrayList<>();
        while (!cursor.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                cursor.expectOperator(",");
            }
            String name = cursor.expect(Kind.NAME, "a parameter's name").text();
            Expr otherwise = cursor.skipOperator("=") ? expressions.expression() : null;
            parameters.add(new Node.Parameter(name, otherwise));
        }
        return parameters;
    }

    private Node with(int line) {
        List<Expr.Named> names = new ArrayList<>();
        while (!cursor.peek().is(Kind.BLOCK_END)) {
            if (!names.isEmpty()) {
                cursor.expectOperator(",");
            }
            String name = cursor.expect(Kind.NAME, "a name").text();
            cursor.expectOperator("=");
            names.add(new Expr.Named(name, expressions.expression()));
        }
        endOfTag();
        return new Node.Scoped(line, names, closed("endwith", line, "with"));
    }
}
