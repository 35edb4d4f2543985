package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Lexeme.Kind;
import java.util.List;

/** A position in the list of lexemes, shared by the two parsers, which also counts how deep they are. */
final class Cursor {
    private static final int DEEPEST = 100;

    private final List<Lexeme> lexemes;
    private int at;
    private int depth;

    Cursor(List<Lexeme> lexemes) {
        this.lexemes = lexemes;
    }

    Lexeme peek() {
        return lexemes.get(at);
    }

    Lexeme peek(int ahead) {
        return lexemes.get(Math.min(at + ahead, lexemes.size() - 1));
    }

    Lexeme next() {
        Lexeme lexeme = lexemes.get(at);
        if (at < lexemes.size() - 1) {
            at++;
        }
        return lexeme;
    }

    int line() {
        return peek().line();
    }

    boolean skipOperator(String operator) {
        boolean found = peek().isOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipName(String name) {
        boolean found = peek().isName(name);
        if (found) {
            next();
        }
        return found;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Lexeme expect(Kind kind, String called) {
        if (!peek().is(kind)) {
            throw unexpected(called);
        }
        return next();
    }

    JinjaException unexpected(String wanted) {
        return new JinjaException(line(), "expected " + wanted + " but found " + peek().described());
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new JinjaException(line(), "nested more than " + DEEPEST + " deep");
        }
    }

    void leave() {
        depth--;
    }
}
