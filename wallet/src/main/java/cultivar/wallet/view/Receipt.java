package cultivar.wallet.view;

import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Names;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A receipt of something that was sent: one page of HTML that a browser shows and prints without any network. */
final class Receipt {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz");

    private final Words words;
    private final Names names;

    Receipt(Words words, Names names) {
        this.words = words;
        this.names = names;
    }

    String html(Sent sent) {
        StringBuilder rows = new StringBuilder();
        lines(sent)
                .forEach((label, value) -> rows.append("<tr><th>")
                        .append(escaped(label))
                        .append("</th><td>")
                        .append(escaped(value))
                        .append("</td></tr>\n"));
        return """
            <!doctype html>
            <html><head><meta charset="utf-8"><title>%s</title><style>
            body { font: 14px sans-serif; margin: 3em auto; max-width: 46em }
            th { text-align: left; vertical-align: top; padding: .3em 1.5em .3em 0; white-space: nowrap }
            td { padding: .3em 0; word-break: break-all }
            </style></head><body><h1>%s</h1><table>
            %s</table><p>%s</p></body></html>
            """.formatted(
                        escaped(words.get("receipt.title")),
                        escaped(sent.entry().purpose()),
                        rows,
                        escaped(words.get("receipt.foot")));
    }

    private Map<String, String> lines(Sent sent) {
        String coin = sent.network().coin();
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                words.get("receipt.network"),
                sent.network().label() + " (" + sent.network().chainId() + ")");
        lines.put(words.get("receipt.state"), sent.state(words));
        lines.put(words.get("receipt.when"), WHEN.format(sent.entry().at().atZone(ZoneId.systemDefault())));
        lines.put(words.get("receipt.from"), names.full(sent.entry().account()));
        String raw = sent.entry().attempts().getFirst().raw();
        if (!raw.isEmpty()) {
            FeeMarketTransaction transaction = FeeMarketTransaction.decode(Hex.decode(raw));
            Address to = transaction.to();
            lines.put(words.get("receipt.to"), to == null ? words.get("receipt.creation") : names.full(to));
            lines.put(words.get("receipt.amount"), Amounts.coin(transaction.value(), coin));
        }
        sent.entry().inclusion().ifPresent(in -> included(lines, in, coin));
        lines.put(words.get("receipt.transaction"), sent.hash());
        sent.network().explorerLink(sent.hash()).ifPresent(link -> lines.put(words.get("receipt.link"), link));
        return lines;
    }

    private void included(Map<String, String> lines, Inclusion in, String coin) {
        lines.put(words.get("receipt.fee"), Amounts.coin(in.fee(), coin));
        lines.put(words.get("receipt.block"), in.block() + "  " + in.blockHash());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
