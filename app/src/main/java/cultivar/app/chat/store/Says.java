package cultivar.app.chat.store;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** {@code says(text, wanted)} in SQL, in whatever case: SQLite's own "like" knows that of ASCII alone. */
final class Says extends Function {
    static final String NAME = "says";

    private String wanted = "";
    private Pattern pattern = pattern(wanted);

    /** Finds the words as they are, in whatever case. */
    static Pattern pattern(String wanted) {
        return Pattern.compile(Pattern.quote(wanted), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    @Override
    protected void xFunc() throws SQLException {
        @Nullable String text = value_text(0);
        String asked = value_text(1);
        if (!asked.equals(wanted)) {
            wanted = asked;
            pattern = pattern(asked);
        }
        result(text != null && pattern.matcher(text).find() ? 1 : 0);
    }
}
