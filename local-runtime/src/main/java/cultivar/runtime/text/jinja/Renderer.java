package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Namespace;
import cultivar.runtime.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a template's body and collects what it prints. */
final class Renderer {
    /** How a body ended: at its end, or because a loop around it is to stop or to go on. */
    private enum Outcome {
        END,
        BREAK,
        CONTINUE
    }

    private final Budget budget = new Budget();
    private final Evaluator evaluator = new Evaluator(budget);

    Str render(List<Node> body, Scope scope) {
        Str.Builder out = new Str.Builder();
        run(body, scope, out);
        return out.build();
    }

    private Outcome run(List<Node> body, Scope scope, Str.Builder out) {
        for (Node node : body) {
            try {
                budget.enter();
                Outcome outcome = run(node, scope, out);
                budget.leave();
                if (outcome != Outcome.END) {
                    return outcome;
                }
            } catch (JinjaException e) {
                throw e.at(node.line());
            }
        }
        return Outcome.END;
    }

    private Outcome run(Node node, Scope scope, Str.Builder out) {
        switch (node) {
            case Node.Text text -> out.append(text.text());
            case Node.Print print -> out.append(Output.text(evaluator.evaluate(print.value(), scope)));
            case Node.If choice -> {
                for (Node.Branch branch : choice.branches()) {
                    if (evaluator.truth(branch.condition(), scope)) {
                        return run(branch.body(), scope, out);
                    }
                }
                return run(choice.otherwise(), scope, out);
            }
            case Node.For loop -> loop(loop, scope, out);
            case Node.Assign assign -> assign(assign.targets(), evaluator.evaluate(assign.value(), scope), scope);
            case Node.AssignMember assign -> {
                if (!(scope.get(assign.target()) instanceof Namespace space)) {
                    throw new JinjaException(assign.line(), "cannot set a member of what is no namespace");
                }
                space.entries().put(assign.member(), evaluator.evaluate(assign.value(), scope));
            }
            case Node.Capture capture ->
                scope.set(capture.target(), filtered(capture.filters(), capture.body(), scope));
            case Node.Filtered filtered ->
                out.append(Output.text(filtered(filtered.filters(), filtered.body(), scope)));
            case Node.Macro macro -> scope.set(macro.name(), macro(macro.parameters(), macro.body(), scope));
            case Node.CallBlock block -> {
                Map<String, Value> caller = Map.of("caller", macro(block.parameters(), block.body(), scope));
                out.append(Output.text(evaluator.call((Expr.Call) block.call(), scope, caller)));
            }
            case Node.Scoped scoped -> {
                Scope inner = new Scope(scope);
                for (Expr.Named name : scoped.names()) {
                    inner.set(name.name(), evaluator.evaluate(name.value(), scope));
                }
                return run(scoped.body(), inner, out);
            }
            case Node.Break stop -> {
                return Outcome.BREAK;
            }
            case Node.Continue next -> {
                return Outcome.CONTINUE;
            }
        }
        return Outcome.END;
    }

    private void loop(Node.For loop, Scope scope, Str.Builder out) {
        List<Value> items = items(loop, scope);
        if (items.isEmpty()) {
            run(loop.otherwise(), scope, out);
            return;
        }
        Loop position = new Loop(items);
        for (int i = 0; i < items.size(); i++) {
            budget.spend(1);
            position.moveTo(i);
            Scope inner = new Scope(scope);
            inner.set("loop", position);
            assign(loop.targets(), items.get(i), inner);
            if (run(loop.body(), inner, out) == Outcome.BREAK) {
                return;
            }
        }
    }

    private List<Value> items(Node.For loop, Scope scope) {
        Value source = evaluator.evaluate(loop.items(), scope);
        budget.spendOn(source);
        List<Value> all = Values.iterate(source);
        Expr condition = loop.condition();
        if (condition == null) {
            return all;
        }
        List<Value> chosen = new ArrayList<>();
        for (Value item : all) {
            Scope inner = new Scope(scope);
            assign(loop.targets(), item, inner);
            if (evaluator.truth(condition, inner)) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static void assign(List<String> targets, Value value, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return;
        }
        List<Value> parts = Values.iterate(value);
        if (parts.size() != targets.size()) {
            throw JinjaException.unplaced("expected " + targets.size() + " values, not " + parts.size());
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private Value filtered(List<Node.FilterCall> filters, List<Node> body, Scope scope) {
        Str.Builder inner = new Str.Builder();
        run(body, new Scope(scope), inner);
        Value result = inner.build();
        for (Node.FilterCall filter : filters) {
            result = evaluator.filter(filter.name(), filter.inputs(), result, scope);
        }
        return result;
    }

    private Function macro(List<Node.Parameter> parameters, List<Node> body, Scope scope) {
        return arguments -> {
            Scope inner = new Scope(scope);
            for (int i = 0; i < parameters.size(); i++) {
                Node.Parameter parameter = parameters.get(i);
                inner.set(parameter.name(), argument(parameter, arguments.get(i, parameter.name()), inner));
            }
            inner.set("caller", arguments.named().getOrDefault("caller", new Undefined("there is no caller")));
            if (arguments.positional().size() > parameters.size()) {
                throw JinjaException.unplaced("a macro takes at most " + parameters.size() + " arguments");
            }
            Str.Builder out = new Str.Builder();
            run(body, inner, out);
            return out.build();
        };
    }

    private Value argument(Node.Parameter parameter, @Nullable Value given, Scope scope) {
        if (given != null) {
            return given;
        }
        Expr otherwise = parameter.otherwise();
        return otherwise == null
                ? new Undefined("parameter '" + parameter.name() + "' was not provided")
                : evaluator.evaluate(otherwise, scope);
    }
}
