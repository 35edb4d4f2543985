package cultivar.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final List<String> NAMES = List.of("b", "ab", "", "abc", "a\u00e9", "ab", "\ud83d\ude42");

    @Test
    void followsEachNameToItsEnd() {
        Names names = Names.of(NAMES);
        assertThat(names.isWhole()).isTrue();
        assertThat(names.goesOn()).isTrue();
        for (String name : NAMES) {
            assertThat(after(names, name).isWhole()).as(name).isTrue();
            assertThat(after(names, name).goesOn()).as(name).isEqualTo(name.isEmpty() || name.equals("ab"));
            assertThat(after(names, name)).isEqualTo(after(names, name)).hasSameHashCodeAs(after(names, name));
        }
        Names part = after(names, "a");
        assertThat(part.isWhole()).isFalse();
        assertThat(part.goesOn()).isTrue();
        assertThat(part).isNotEqualTo(after(names, "ab"));
    }

    @Test
    void goesNowhereElse() {
        Names names = Names.of(NAMES);
        assertThat(names.after('c')).isNull();
        assertThat(after(names, "ab").after('b')).isNull();
        assertThat(after(names, "abc").after('c')).isNull();
        assertThat(Names.of(List.of()).after('a')).isNull();
        assertThat(Names.of(List.of()).isWhole()).isFalse();
        assertThat(Names.of(List.of()).goesOn()).isFalse();
    }

    private static Names after(Names names, String text) {
        Names at = names;
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            at = Objects.requireNonNull(at.after(next & 0xff));
        }
        return at;
    }
}
