package cultivar.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.control.Card;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownViewTest extends FxTest {
    private static final String SAMPLE = """
        # Slippage in short

        You *set a limit*, and the swap **fails** if the price moves further. See [the docs](https://example.org/docs)
        or `maxSlippage`.

        1. Read the quote
        2. Set the limit:
           - tight for stable pairs
           - wide for thin ones

        > A limit of 0.5 % is common.

        | Pair | Limit | Why |
        |:-----|------:|:----|
        | USDC/DAI | 0.05 % | pegged to each other |
        | ETH/USDC | 0.5 % | moves by the minute |

        ```java
        BigDecimal least = quote.multiply(ONE.subtract(limit));
        if (received.compareTo(least) < 0) {
            throw new SlippageException(received, least);
        }
        ```

        ---

        That is all.
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\ntwo\n\nthree",
                "para\n#\n\npara\n#x\n\n#",
                "para\n***\n\npara\n***bold***",
                "a\n-\n- b\n- c\n\n  d\n\n-\n\n2. e\n3. f",
                "title\n===\n\nmore\n---\nend",
                "> quote\nlazy\n> - list\n>   on\n\nout",
                "text\n| a | b |\n|---|---|\n| 1 | 2 |\nnext | row\n\nend",
                "```java\ncode\n\n    more\n```\ntext\n~~~\nopen",
                "    indented\n\n    code\n\ntext",
                "- a\n\n      code in a\n\n- b\n  1. c\n  2. d\n\nafter",
                "<div>\n<b>html</b>\n</div>\n\n<i>inline</i> *x*",
                "[one] and [two][one]\n\n[one]: https://example.org\n\ntext\n",
                "\n\n  leading\n\n\n\ntrailing\n\n\n",
                "a\r\nb\r\n\r\nc",
            })
    void aTextThatGrowsIsDrawnAsTheWholeText(String text) {
        List<String> wrong = onFx(() -> {
            List<String> found = new ArrayList<>();
            MarkdownView growing = new MarkdownView();
            for (int end = 1; end <= text.length(); end++) {
                String part = text.substring(0, end);
                growing.show(part);
                MarkdownView copy = new MarkdownView();
                copy.show(growing.text());
                if (!part.contains("]:") && !drawn(growing).equals(drawn(copy))) {
                    found.add(part + "\n" + drawn(growing) + "\nbut the whole gives\n" + drawn(copy));
                }
            }
            growing.finish();
            if (!drawn(growing).equals(drawn(MarkdownView.of(text)))) {
                found.add("at the end\n" + drawn(growing));
            }
            return found;
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theSampleGrowsToo() {
        aTextThatGrowsIsDrawnAsTheWholeText(SAMPLE);
    }

    @Test
    void blocksAboveTheLastKeepTheirNodes() {
        onFx(() -> {
            MarkdownView view = new MarkdownView();
            view.show("first\n\nsecond\n\n- a\n- b");
            Set<Node> before = nodes(view);
            view.show("first\n\nsecond\n\n- a\n- b and more");
            Set<Node> after = nodes(view);
            Set<Node> fresh =
                    after.stream().filter(node -> !before.contains(node)).collect(Collectors.toSet());
            assertThat(fresh).as("only a text was changed").isEmpty();
            Node first = view.getChildren().getFirst();
            view.show("first\n\nsecond\n\n- a\n- b and more\n\n## third");
            assertThat(view.getChildren()).hasSize(4);
            assertThat(view.getChildren().getFirst()).isSameAs(first);
        });
    }

    @Test
    void rowsAboveTheLastKeepTheirNodes() {
        String rows = "| a | b |\n|---|--:|\n| 1 | 2 |\n";
        MarkdownView view = onFx(() -> MarkdownView.of(rows + "| 3 | 4"));
        show(new StackPane(view), 600, 400);
        onFx(() -> {
            Set<Node> before = nodes(view);
            Paragraph first = (Paragraph) view.lookup(".md-cell");
            view.show(rows + "| 3 | 4 and more |\n");
            assertThat(first.isNeedsLayout()).isFalse();
            assertThat(nodes(view)).as("only a text was changed").isEqualTo(before);
            view.show(rows + "| 3 | 4 and more |\n| 5 | 6 |\n");
            assertThat(nodes(view)).containsAll(before);
        });
    }

    @Test
    void columnsThatNeedLittleKeepTheirWordsWholeWhereOthersWrap() {
        MarkdownView view = onFx(() -> MarkdownView.of("""
            | Name | What it is and does | Third | Fourth | Fifth |
            |---|:-:|--:|---|---|
            | averyveryverylongwordwithoutanyspaceinitatall | b | 1 | x | text that wraps in a table of this width |
            | c | d | 22222 | `code` | **b** |
            """));
        show(new StackPane(view), 500, 400);
        onFx(() -> {
            double right = 0;
            for (Node node : view.lookupAll(".md-cell")) {
                Paragraph cell = (Paragraph) node;
                right = Math.max(right, cell.getBoundsInParent().getMaxX());
                String text = cell.getChildren().stream()
                        .map(piece -> ((Text) piece).getText())
                        .collect(Collectors.joining());
                if (text.length() < 10) {
                    assertThat(cell.getWidth()).as(text).isGreaterThanOrEqualTo(cell.prefWidth(-1));
                }
            }
            assertThat(right).isLessThanOrEqualTo(500);
        });
    }

    @Test
    void aSingleLineOfCodeWrapsAndSeveralKeepTheirShape() {
        onFx(() -> {
            MarkdownView view = new MarkdownView();
            view.show("```json\n{\"a\": 1}");
            Label code = (Label) view.lookup(".mono");
            assertThat(code.isWrapText()).isTrue();
            view.show("```json\n{\"a\": 1}\n{\"b\": 2}\n```");
            assertThat(code.isWrapText()).isFalse();
            assertThat(drawn(view)).contains("{\"a\": 1}\n{\"b\": 2}");
        });
    }

    @Test
    void longCodeGrowsAtItsEndAlone() {
        String code = IntStream.rangeClosed(1, 100)
                .mapToObj(line -> "line " + line + (line % 40 == 0 ? "\n" : ""))
                .collect(Collectors.joining("\n"));
        MarkdownView view = onFx(() -> MarkdownView.of("```\n" + code));
        show(new StackPane(view), 600, 400);
        onFx(() -> {
            Label first = (Label) view.lookup(".md-code-lines .mono");
            List<String> changed = new ArrayList<>();
            first.textProperty().subscribe(value -> changed.add(value));
            view.show("```\n" + code + " and more\nand more\n```");
            assertThat(changed).containsExactly(first.getText());
            assertThat(code).startsWith(first.getText());
            assertThat(view.lookupAll(".md-code-lines .mono").stream()
                            .map(label -> ((Label) label).getText())
                            .collect(Collectors.joining("\n")))
                    .isEqualTo(code + " and more\nand more");
            view.show("```\nother");
            assertThat(view.lookupAll(".md-code-lines .mono")).hasSize(1);
        });
    }

    @Test
    void longCodeGrowsLineByLineToo() {
        aTextThatGrowsIsDrawnAsTheWholeText("```\n" + "a\n\n".repeat(40) + "b\n```\nend");
    }

    @Test
    void anotherTextTakesThePlaceOfTheFirst() {
        onFx(() -> {
            MarkdownView view = MarkdownView.of("# one\n\ntwo");
            view.show("three");
            assertThat(drawn(view)).isEqualTo(drawn(MarkdownView.of("three")));
        });
    }

    @Test
    void aLinkOfTheWebOpensOnlyWhenItIsPressed() {
        List<String> pressed = new ArrayList<>();
        MarkdownView view = onFx(() -> {
            MarkdownView made = new MarkdownView(pressed::add);
            made.show(
                    "[docs](https://example.org/a) and [run](javascript:alert) and ![pic](https://example.org/p.png)");
            return made;
        });
        show(new StackPane(view), 600, 200);
        List<Hyperlink> links = onFx(() -> nodes(view).stream()
                .filter(Hyperlink.class::isInstance)
                .map(Hyperlink.class::cast)
                .toList());
        assertThat(links).hasSize(1);
        assertThat(links.getFirst().getTooltip().getText()).contains("https://example.org/a");
        assertThat(pressed).isEmpty();
        click(links.getFirst());
        assertThat(pressed).containsExactly("https://example.org/a");
        assertThat(onFx(() -> drawn(view))).contains("javascript:alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "- ", "1. ", "*", "**a ", "_a ", "[", "![", "[a](", "`", "<", "|", "> - "})
    void aTextThatBabblesIsDrawnAsAnyOther(String babble) {
        String text = babble.repeat(20_000 / babble.length()) + "end";
        MarkdownView view = onFx(() -> MarkdownView.of(text));
        show(new StackPane(view), 600, 400);
        assertThat(onFx(() -> depth(view))).isLessThan(100);
    }

    @ParameterizedTest
    @CsvSource({"*,*", "_,_", "![,](a)", "[![,](a)](b)"})
    void stylesWithinEachOtherAreDrawnAsFarAsTheyGo(String open, String close) {
        int deep = 20_000 / (open.length() + close.length());
        MarkdownView view = onFx(() -> MarkdownView.of(open.repeat(deep) + "end" + close.repeat(deep)));
        show(new StackPane(view), 600, 400);
        assertThat(onFx(() -> drawn(view))).contains("end").hasSizeLessThan(25_000);
    }

    private static int depth(Parent root) {
        int deepest = 0;
        for (Node child : children(root)) {
            deepest = Math.max(deepest, child instanceof Parent inner ? depth(inner) : 0);
        }
        return deepest + 1;
    }

    @Test
    void itLooksGood() {
        MarkdownView view = onFx(() -> {
            MarkdownView made = new MarkdownView(address -> {});
            made.show(SAMPLE);
            return made;
        });
        StackPane page = onFx(() -> {
            ScrollPane scroll = new ScrollPane(new Card(view));
            scroll.setFitToWidth(true);
            return new StackPane(scroll);
        });
        show(page, 720, 720);
        Accessibility.assertAccessible(page);
        Screenshots.take(page, "markdown", 720, 720);
    }

    private static Set<Node> nodes(Parent root) {
        Set<Node> all = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        collect(root, all);
        return all;
    }

    private static void collect(Parent parent, Set<Node> all) {
        for (Node child : children(parent)) {
            all.add(child);
            if (child instanceof Parent inner) {
                collect(inner, all);
            }
        }
    }

    private static List<Node> children(Parent parent) {
        return parent instanceof ScrollPane scroll ? List.of(scroll.getContent()) : parent.getChildrenUnmodifiable();
    }

    /** The kinds, styles and texts of all nodes. */
    private static String drawn(Parent parent) {
        StringBuilder text = new StringBuilder(parent.getClass().getSimpleName() + parent.getStyleClass() + "(");
        for (Node child : children(parent)) {
            switch (child) {
                case Text piece -> text.append(piece.getStyleClass()).append(piece.getText());
                case Label label -> text.append(label.getStyleClass()).append(label.getText());
                case Hyperlink link -> text.append(link.getText());
                case Parent inner -> text.append(drawn(inner));
                default -> text.append(child.getClass().getSimpleName());
            }
            text.append('|');
        }
        return text.append(')').toString();
    }
}
