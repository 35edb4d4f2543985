package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions with Jinja's precedence, weakest first: if-else, or, and, not, comparison, sum, ~, product, power. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> NO_TEST_ARGUMENT =
            Set.of("else", "or", "and", "if", "is", "in", "not", "recursive");

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** One expression, or several between commas, which make a tuple. */
    Expr tuple() {
        return tuple(true);
    }

    /** The same without a trailing {@code if}, as after {@code for x in}. */
    Expr tupleWithoutChoice() {
        return tuple(false);
    }

    private Expr tuple(boolean choice) {
        int line = cursor.line();
        Expr first = choice ? expression() : or();
        if (!cursor.peek().isOperator(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (cursor.skipOperator(",")) {
            if (endsTuple(cursor.peek())) {
                break;
            }
            items.add(choice ? expression() : or());
        }
        return new Expr.ListOf(line, items, true);
    }

    private static boolean endsTuple(Lexeme lexeme) {
        return lexeme.is(Kind.PRINT_END)
                || lexeme.is(Kind.BLOCK_END)
                || lexeme.isOperator(")")
                || lexeme.isOperator("=");
    }

    Expr expression() {
        cursor.enter();
        Expr result = or();
        while (cursor.peek().isName("if")) {
            int line = cursor.next().line();
            Expr condition = or();
            Expr otherwise = cursor.skipName("else") ? expression() : null;
            result = new Expr.Choice(line, condition, result, otherwise);
        }
        cursor.leave();
        return result;
    }

    private Expr or() {
        Expr left = and();
        while (cursor.peek().isName("or")) {
            int line = cursor.next().line();
            left = new Expr.Or(line, left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (cursor.peek().isName("and")) {
            int line = cursor.next().line();
            left = new Expr.And(line, left, not());
        }
        return left;
    }

    private Expr not() {
        if (!cursor.peek().isName("not")) {
            return comparison();
        }
        cursor.enter();
        int line = cursor.next().line();
        Expr result = new Expr.Not(line, not());
        cursor.leave();
        return result;
    }

    private Expr comparison() {
        int line = cursor.line();
        Expr first = sum();
        List<Expr.Step> steps = new ArrayList<>();
        while (true) {
            if (cursor.peek().is(Kind.OPERATOR)
                    && COMPARISONS.contains(cursor.peek().text())) {
                String operator = cursor.next().text();
                steps.add(new Expr.Step(operator, sum()));
            } else if (cursor.skipName("in")) {
                steps.add(new Expr.Step("in", sum()));
            } else if (cursor.peek().isName("not") && cursor.peek(1).isName("in")) {
                cursor.next();
                cursor.next();
                steps.add(new Expr.Step("not in", sum()));
            } else {
                return steps.isEmpty() ? first : new Expr.Compare(line, first, steps);
            }
        }
    }

    private Expr sum() {
        Expr left = concatenation();
        while (cursor.peek().isOperator("+") || cursor.peek().isOperator("-")) {
            Lexeme operator = cursor.next();
            left = new Expr.Binary(operator.line(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expr concatenation() {
        Expr left = product();
        while (cursor.peek().isOperator("~")) {
            int line = cursor.next().line();
            left = new Expr.Binary(line, "~", left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = power();
        while (cursor.peek().isOperator("*")
                || cursor.peek().isOperator("/")
                || cursor.peek().isOperator("//")
                || cursor.peek().isOperator("%")) {
            Lexeme operator = cursor.next();
            left = new Expr.Binary(operator.line(), operator.text(), left, power());
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (cursor.peek().isOperator("**")) {
            int line = cursor.next().line();
            left = new Expr.Binary(line, "**", left, unary(true));
        }
        return left;
    }

    private Expr unary(boolean filters) {
        Lexeme sign = cursor.peek();
        Expr result;
        if (sign.isOperator("-") || sign.isOperator("+")) {
            cursor.enter();
            cursor.next();
            result = new Expr.Signed(sign.line(), sign.isOperator("-"), unary(false));
            cursor.leave();
        } else {
            result = primary();
        }
        result = postfix(result);
        return filters ? filtersAndTests(result) : result;
    }

    private Expr primary() {
        Lexeme lexeme = cursor.next();
        int line = lexeme.line();
        return switch (lexeme.kind()) {
            case NAME ->
                switch (lexeme.text()) {
                    case "true", "True" -> new Expr.Literal(line, new Value.Bool(true));
                    case "false", "False" -> new Expr.Literal(line, new Value.Bool(false));
                    case "none", "None" -> new Expr.Literal(line, Value.None.NONE);
                    default -> new Expr.Name(line, lexeme.text());
                };
            case STRING -> {
                StringBuilder text = new StringBuilder(lexeme.text());
                while (cursor.peek().is(Kind.STRING)) {
                    text.append(cursor.next().text());
                }
                yield new Expr.Literal(line, Str.of(text.toString()));
            }
            case INTEGER -> {
                try {
                    yield new Expr.Literal(line, new Value.Int(Long.parseLong(lexeme.text())));
                } catch (NumberFormatException e) {
                    throw new JinjaException(line, "the number " + lexeme.text() + " is too large");
                }
            }
            case FLOAT -> new Expr.Literal(line, new Value.Num(Double.parseDouble(lexeme.text())));
            case OPERATOR ->
                switch (lexeme.text()) {
                    case "(" -> bracketed(line);
                    case "[" -> list(line);
                    case "{" -> dictionary(line);
                    default -> throw new JinjaException(line, "unexpected " + lexeme.described());
                };
            case TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, END ->
                throw new JinjaException(line, "expected an expression but found " + lexeme.described());
        };
    }

    private Expr bracketed(int line) {
        if (cursor.skipOperator(")")) {
            return new Expr.ListOf(line, List.of(), true);
        }
        Expr inner = tuple();
        cursor.expectOperator(")");
        return inner;
    }

    private Expr list(int line) {
        List<Expr> items = new ArrayList<>();
        while (!cursor.skipOperator("]")) {
            if (!items.isEmpty()) {
                cursor.expectOperator(",");
                if (cursor.skipOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return new Expr.ListOf(line, items, false);
    }

    private Expr dictionary(int line) {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!cursor.skipOperator("}")) {
            if (!entries.isEmpty()) {
                cursor.expectOperator(",");
                if (cursor.skipOperator("}")) {
                    break;
                }
            }
            Expr key = expression();
            cursor.expectOperator(":");
            entries.add(new Expr.Entry(key, expression()));
        }
        return new Expr.DictOf(line, entries);
    }

    private Expr postfix(Expr start) {
        Expr result = start;
        while (cursor.peek().is(Kind.OPERATOR)) {
            int line = cursor.line();
            switch (cursor.peek().text()) {
                case "." -> {
                    cursor.next();
                    result = cursor.peek().is(Kind.INTEGER)
                            ? new Expr.Item(line, result, primary())
                            : new Expr.Attribute(
                                    line,
                                    result,
                                    cursor.expect(Kind.NAME, "a name").text());
                }
                case "[" -> {
                    cursor.next();
                    result = subscript(line, result);
                }
                case "(" -> result = new Expr.Call(line, result, inputs());
                default -> {
                    return result;
                }
            }
        }
        return result;
    }

    private Expr subscript(int line, Expr target) {
        Expr from = cursor.peek().isOperator(":") ? null : tuple();
        if (!cursor.peek().isOperator(":")) {
            cursor.expectOperator("]");
            if (from == null) {
                throw cursor.unexpected("an expression");
            }
            return new Expr.Item(line, target, from);
        }
        cursor.next();
        Expr to = bound();
        Expr step = cursor.skipOperator(":") ? bound() : null;
        cursor.expectOperator("]");
        return new Expr.Slice(line, target, from, to, step);
    }

    private @Nullable Expr bound() {
        return cursor.peek().isOperator(":") || cursor.peek().isOperator("]") ? null : expression();
    }

    /** The arguments of a call, from its opening bracket to the closing one. */
    Expr.Inputs inputs() {
        cursor.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Named> named = new ArrayList<>();
        boolean first = true;
        while (!cursor.skipOperator(")")) {
            if (!first) {
                cursor.expectOperator(",");
                if (cursor.skipOperator(")")) {
                    break;
                }
            }
            first = false;
            if (cursor.peek().isOperator("*") || cursor.peek().isOperator("**")) {
                throw new JinjaException(cursor.line(), "spreading arguments with * or ** is not supported");
            }
            if (cursor.peek().is(Kind.NAME) && cursor.peek(1).isOperator("=")) {
                String name = cursor.next().text();
                cursor.next();
                named.add(new Expr.Named(name, expression()));
            } else if (named.isEmpty()) {
                positional.add(expression());
            } else {
                throw new JinjaException(cursor.line(), "a positional argument follows a named one");
            }
        }
        return new Expr.Inputs(positional, named);
    }

    private Expr filtersAndTests(Expr start) {
        Expr result = start;
        while (true) {
            int line = cursor.line();
            if (cursor.skipOperator("|")) {
                Node.FilterCall filter = filter();
                result = new Expr.Filter(line, result, filter.name(), filter.inputs());
            } else if (cursor.skipName("is")) {
                boolean negated = cursor.skipName("not");
                String name = cursor.expect(Kind.NAME, "a test's name").text();
                Expr test = new Expr.Test(line, result, name, testInputs());
                result = negated ? new Expr.Not(line, test) : test;
            } else if (cursor.peek().isOperator("(")) {
                result = new Expr.Call(line, result, inputs());
            } else {
                return result;
            }
        }
    }

    /** A filter's name and arguments, after its bar. */
    Node.FilterCall filter() {
        String name = cursor.expect(Kind.NAME, "a filter's name").text();
        return new Node.FilterCall(name, cursor.peek().isOperator("(") ? inputs() : Expr.Inputs.NONE);
    }

    private Expr.Inputs testInputs() {
        Lexeme lexeme = cursor.peek();
        if (lexeme.isOperator("(")) {
            return inputs();
        }
        boolean value = switch (lexeme.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !NO_TEST_ARGUMENT.contains(lexeme.text());
            case OPERATOR -> lexeme.text().equals("[") || lexeme.text().equals("{");
            case TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
        return value ? new Expr.Inputs(List.of(postfix(primary())), List.of()) : Expr.Inputs.NONE;
    }
}
