package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Bool;
import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Num;
import cultivar.runtime.text.jinja.Value.Seq;
import cultivar.runtime.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes expressions. */
final class Evaluator {
    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Value evaluate(Expr expression, Scope scope) {
        try {
            budget.enter();
            Value value = value(expression, scope);
            budget.leave();
            return value;
        } catch (JinjaException e) {
            throw e.at(expression.line());
        }
    }

    private Value value(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> scope.get(name.name());
            case Expr.ListOf list -> new Seq(all(list.items(), scope), list.isTuple());
            case Expr.DictOf dict -> dictionary(dict, scope);
            case Expr.Attribute attribute -> Values.attribute(evaluate(attribute.target(), scope), attribute.name());
            case Expr.Item item -> {
                Value target = evaluate(item.target(), scope);
                if (target instanceof Str) {
                    budget.spendOn(target);
                }
                yield Values.item(target, evaluate(item.index(), scope));
            }
            case Expr.Slice slice -> {
                Value target = paid(evaluate(slice.target(), scope));
                yield Values.slice(
                        target,
                        optional(slice.from(), scope),
                        optional(slice.to(), scope),
                        optional(slice.step(), scope));
            }
            case Expr.Call call -> call(call, scope, Map.of());
            case Expr.Filter filter -> filter(filter.name(), filter.inputs(), evaluate(filter.target(), scope), scope);
            case Expr.Test test ->
                new Bool(Tests.holds(
                        test.name(), evaluate(test.target(), scope), arguments(test.inputs(), scope, Map.of())));
            case Expr.Not not -> new Bool(!truth(not.operand(), scope));
            case Expr.Signed signed -> sign(signed, evaluate(signed.operand(), scope));
            case Expr.Binary binary ->
                paid(Operators.binary(
                        binary.operator(),
                        paid(evaluate(binary.left(), scope)),
                        paid(evaluate(binary.right(), scope))));
            case Expr.And and -> {
                Value left = evaluate(and.left(), scope);
                yield Values.truthy(left) ? evaluate(and.right(), scope) : left;
            }
            case Expr.Or or -> {
                Value left = evaluate(or.left(), scope);
                yield Values.truthy(left) ? left : evaluate(or.right(), scope);
            }
            case Expr.Compare compare -> new Bool(compare(compare, scope));
            case Expr.Choice choice -> {
                if (truth(choice.condition(), scope)) {
                    yield evaluate(choice.then(), scope);
                }
                yield choice.otherwise() == null
                        ? new Undefined("the condition is false and there is no else")
                        : evaluate(choice.otherwise(), scope);
            }
        };
    }

    boolean truth(Expr expression, Scope scope) {
        return Values.truthy(evaluate(expression, scope));
    }

    private Value paid(Value value) {
        budget.spendOn(value);
        return value;
    }

    private @Nullable Value optional(@Nullable Expr expression, Scope scope) {
        return expression == null ? null : evaluate(expression, scope);
    }

    private List<Value> all(List<Expr> expressions, Scope scope) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Dict dictionary(Expr.DictOf literal, Scope scope) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Expr.Entry entry : literal.entries()) {
            entries.put(Values.key(evaluate(entry.key(), scope)), evaluate(entry.value(), scope));
        }
        return new Dict(entries);
    }

    /** Calls what the expression names; {@code extra} are named arguments that the template did not write. */
    Value call(Expr.Call call, Scope scope, Map<String, Value> extra) {
        Value target = evaluate(call.target(), scope);
        if (call.target() instanceof Expr.Attribute attribute && !(target instanceof Function)) {
            throw target instanceof Undefined
                    ? Values.wrong(target, "")
                    : JinjaException.unplaced("'" + attribute.name() + "' is no function");
        }
        if (!(target instanceof Function function)) {
            throw Values.wrong(target, "a function");
        }
        if (call.target() instanceof Expr.Attribute attribute) {
            paid(evaluate(attribute.target(), scope));
        }
        return paid(function.call(arguments(call.inputs(), scope, extra)));
    }

    private Arguments arguments(Expr.Inputs inputs, Scope scope, Map<String, Value> extra) {
        if (inputs.positional().isEmpty() && inputs.named().isEmpty() && extra.isEmpty()) {
            return Arguments.NONE;
        }
        Map<String, Value> named = new LinkedHashMap<>(extra);
        for (Expr.Named argument : inputs.named()) {
            named.put(argument.name(), evaluate(argument.value(), scope));
        }
        return new Arguments(all(inputs.positional(), scope), named);
    }

    Value filter(String name, Expr.Inputs inputs, Value target, Scope scope) {
        return paid(Filters.apply(name, paid(target), arguments(inputs, scope, Map.of())));
    }

    private static Value sign(Expr.Signed signed, Value operand) {
        if (operand instanceof Num number) {
            return signed.negative() ? new Num(-number.value()) : number;
        }
        long whole = Values.expectInt(operand);
        if (whole == Long.MIN_VALUE) {
            throw JinjaException.unplaced("a number grows beyond 64 bits");
        }
        return new Int(signed.negative() ? -whole : whole);
    }

    private boolean compare(Expr.Compare compare, Scope scope) {
        Value left = evaluate(compare.first(), scope);
        for (Expr.Step step : compare.steps()) {
            Value right = evaluate(step.right(), scope);
            paid(right);
            boolean holds = switch (step.operator()) {
                case "==" -> Values.equal(left, right);
                case "!=" -> !Values.equal(left, right);
                case "<" -> Values.order(left, right) < 0;
                case "<=" -> Values.order(left, right) <= 0;
                case ">" -> Values.order(left, right) > 0;
                case ">=" -> Values.order(left, right) >= 0;
                case "in" -> Values.contains(right, left);
                default -> !Values.contains(right, left);
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
