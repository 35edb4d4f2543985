package cultivar.runtime.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates come from the net; none may hang the program, fill its memory or overflow its stack. */
class HostileTemplateTest {
    static List<String> hostile() {
        String loop = "{% for a in range(100000) %}";
        return List.of(
                "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
                "{{ " + "[".repeat(100_000),
                "{{ " + "not ".repeat(100_000) + "x }}",
                "{{ " + "-".repeat(100_000) + "1 }}",
                "{{ 1" + " + 1".repeat(100_000) + " }}",
                "{{ x" + ".a".repeat(100_000) + " }}",
                "{{ 1" + " if 1 else 1".repeat(100_000) + " }}",
                "{{ 'a'" + " | upper".repeat(100_000) + " }}",
                "{% if x %}".repeat(100_000),
                "{% if x %}".repeat(10_000) + "{% endif %}".repeat(10_000),
                loop + loop + loop + "x{% endfor %}{% endfor %}{% endfor %}",
                loop + loop + "{% endfor %}{% endfor %}",
                "{% set s = 'a' * 1000000 %}{% set s = s * 1000000 %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(100) %}{% set ns.s = ns.s.replace('', ns.s) %}{%"
                        + " endfor %}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{"
                        + " ns.l }}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{"
                        + " ns.l | tojson }}",
                "{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}"
                        + "{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(5000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
                "{{ range(0, 10 ** 15) }}",
                "{{ 9 ** 9 ** 9 }}",
                "{{ 'x' | indent(1000000000) | indent('y' * 9000000) }}",
                "{{ 9223372036854775807 + 1 }}",
                "{{ [1,2][::0] }}",
                "{{ 99999999999999999999 }}",
                "{{ '\\U99999999' }}",
                "{% for i in range(100000) %}{{ 'abc' * 2000000 }}{% endfor %}",
                "{% set s = 'ab ' * 2000000 %}" + loop
                        + "{% if s | upper | lower | trim == s.split() %}{% endif %}{% endfor %}",
                "{% set l = range(100000) | list %}{% for i in l %}{{ l | sort | first }}{% endfor %}",
                "{% set l = range(100000) | list %}{{ l | unique | list }}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void endsSoonInOneClearLine(String template) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> render(template))
                        .isInstanceOf(JinjaException.class)
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200)));
    }

    @Test
    void aNamespaceMayHoldItself() {
        assertThat(render("{% set ns = namespace() %}{% set ns.me = ns %}{{ ns.me.me == ns }}"))
                .isEqualTo("True");
    }

    @Test
    void mutatedTemplatesRenderOrFailCleanly() {
        String whole = "{%- set ns = namespace(a=[1, {'k': 'v'}]) -%}{% for m in x[1:] if m is defined %}{{ loop.index"
                + " ~ m['a'] | trim | default('q', true) + '\\n"
                + "' }}{% else %}{# c #}{{ x | tojson(indent=2) }}{% endfor %}{% macro f(a, b=2) %}{{ a.b(c=3) if a > b"
                + " else none }}{% endmacro %}{{ f(1) }}";
        Random random = new Random(7);
        int rendered = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[]()%|.,:'\"-~+ \n\\a1".charAt(random.nextInt(21)));
                    default -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
                }
            }
            try {
                render(text.toString());
                rendered++;
            } catch (JinjaException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(rendered).isPositive();
    }

    @Test
    void whatSomebodyWroteStaysMarked() {
        Map<String, Value> variables = Map.of("u", Value.foreign("ab  CD"), "l", Value.foreign(List.of("q", "r")));
        for (String template : List.of(
                "x{{ u }}y",
                "{{ 'x' + u }}",
                "x{{ u | trim | upper }}",
                "x{{ u[1:3] }}",
                "x{{ u.split()[0] }}",
                "x{{ ['k', u] | join('-') }}",
                "x{{ u | replace('a', 'zz') }}",
                "x{{ 'a-a'.replace('-', u) }}",
                "x{{ u | tojson }}",
                "x{{ [u] }}",
                "x{{ {'k': u} }}",
                "x{{ u ~ 1 }}",
                "x{{ u * 2 }}",
                "x{{ l | first }}",
                "x{% for c in u %}{{ c }}{% endfor %}",
                "{% set q %}x{{ u }}{% endset %}{{ q }}",
                "x{{ u | indent }}",
                "{% macro f(a) %}x{{ a }}{% endmacro %}{{ f(u) }}",
                "x{{ l | map('upper') | join }}",
                "x{{ u | e }}",
                "x{{ u.title() }}",
                "x{{ u[::-1] }}",
                "{% filter lower %}x{{ u }}{% endfilter %}",
                "x{{ u or 'z' }}")) {
            Str result = JinjaTemplate.parse(template).render(variables, ZonedDateTime::now);
            assertThat(result.isForeign(0, 1)).as(template).isFalse();
            for (int i = 1; i < result.text().length(); i++) {
                boolean letter = "abcdqrABCDQR".indexOf(result.text().charAt(i)) >= 0;
                if (letter && !template.contains("a-a")) {
                    assertThat(result.isForeign(i, i + 1))
                            .as(template + " " + result + " " + i)
                            .isTrue();
                }
            }
        }
        Str mixed = JinjaTemplate.parse("{{ 'a-a'.replace('-', u) }}").render(variables, ZonedDateTime::now);
        assertThat(mixed.isForeign(0, 1)).isFalse();
        assertThat(mixed.isForeign(1, 2)).isTrue();
        assertThat(mixed.isForeign(7, 8)).isFalse();
    }

    private static String render(String template) {
        assertThat(template.getBytes(StandardCharsets.UTF_8).length).isLessThan(2_000_000);
        return JinjaTemplate.parse(template)
                .render(Map.of("x", Value.foreign(List.of(1, Map.of("a", "b")))), ZonedDateTime::now)
                .text();
    }
}
