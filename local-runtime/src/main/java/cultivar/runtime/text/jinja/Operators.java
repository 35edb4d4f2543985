package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Num;
import cultivar.runtime.text.jinja.Value.Seq;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic. */
final class Operators {
    private static final int LONGEST_LIST = 100_000;

    private Operators() {}

    static Value binary(String operator, Value left, Value right) {
        if (operator.equals("~")) {
            return Output.text(left).plus(Output.text(right));
        }
        if (operator.equals("+") && left instanceof Str a && right instanceof Str b) {
            return a.plus(b);
        }
        if (operator.equals("+") && left instanceof Seq a && right instanceof Seq b) {
            List<Value> both = new ArrayList<>(a.items());
            both.addAll(b.items());
            return list(both);
        }
        if (operator.equals("*") && (left instanceof Int count) && (right instanceof Str || right instanceof Seq)) {
            return repeat(right, count.value());
        }
        if (operator.equals("*") && (right instanceof Int count) && (left instanceof Str || left instanceof Seq)) {
            return repeat(left, count.value());
        }
        if (operator.equals("%") && left instanceof Str) {
            throw JinjaException.unplaced("formatting with % is not supported");
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw left instanceof Value.Undefined
                    ? Values.wrong(left, "")
                    : right instanceof Value.Undefined
                            ? Values.wrong(right, "")
                            : JinjaException.unplaced("cannot apply '" + operator + "' to " + Values.kind(left)
                                    + " and " + Values.kind(right));
        }
        try {
            boolean whole = !(left instanceof Num) && !(right instanceof Num);
            return whole && !operator.equals("/")
                    ? whole(operator, Values.expectInt(left), Values.expectInt(right))
                    : real(operator, Values.expectDouble(left), Values.expectDouble(right));
        } catch (ArithmeticException e) {
            throw JinjaException.unplaced("a number grows beyond 64 bits");
        }
    }

    private static Value repeat(Value value, long count) {
        if (value instanceof Str text) {
            Str.Builder result = new Str.Builder();
            if (count * Math.max(1, text.text().length()) > Str.LONGEST || count > Str.LONGEST) {
                throw JinjaException.unplaced("text grows beyond " + Str.LONGEST + " characters");
            }
            for (long i = 0; i < count; i++) {
                result.append(text);
            }
            return result.build();
        }
        List<Value> items = Values.iterate(value);
        if (count > LONGEST_LIST || Math.max(0, count) * items.size() > LONGEST_LIST) {
            throw JinjaException.unplaced("a list grows beyond " + LONGEST_LIST + " items");
        }
        List<Value> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            all.addAll(items);
        }
        return new Seq(all);
    }

    private static Seq list(List<Value> items) {
        if (items.size() > LONGEST_LIST) {
            throw JinjaException.unplaced("a list grows beyond " + LONGEST_LIST + " items");
        }
        return new Seq(items);
    }

    private static Value whole(String operator, long left, long right) {
        return switch (operator) {
            case "+" -> new Int(Math.addExact(left, right));
            case "-" -> new Int(Math.subtractExact(left, right));
            case "*" -> new Int(Math.multiplyExact(left, right));
            case "//" -> new Int(Math.floorDiv(left, nonZero(right)));
            case "%" -> new Int(Math.floorMod(left, nonZero(right)));
            case "**" -> right < 0 ? new Num(Math.pow((double) left, (double) right)) : new Int(power(left, right));
            default -> throw JinjaException.unplaced("the operator '" + operator + "' is not supported");
        };
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw JinjaException.unplaced("division by zero");
        }
        return divisor;
    }

    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (exponent > 64) {
            throw new ArithmeticException("too large");
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static Value real(String operator, double left, double right) {
        if (right == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw JinjaException.unplaced("division by zero");
        }
        return new Num(
                switch (operator) {
                    case "+" -> left + right;
                    case "-" -> left - right;
                    case "*" -> left * right;
                    case "/" -> left / right;
                    case "//" -> Math.floor(left / right);
                    case "%" -> left - Math.floor(left / right) * right;
                    case "**" -> Math.pow(left, right);
                    default -> throw JinjaException.unplaced("the operator '" + operator + "' is not supported");
                });
    }
}
