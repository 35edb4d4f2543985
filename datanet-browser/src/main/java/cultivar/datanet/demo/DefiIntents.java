package cultivar.datanet.demo;

import cultivar.datanet.demo.Demo.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain requests for actions on a chain, each with the one JSON object that it means.
 *
 * <p>The held-out requests use the same ways of asking. Half of them name a currency, a receiver or a network that no
 * training row holds, all use other amounts. Blemishes for curators to find, all in the training rows: six rows that
 * somebody else sent once more, six requests that came again with other punctuation, one e-mail address, two rows with the
 * tag of another action, and one answer that says {@code stake} where the request says {@code unstake}.
 */
final class DefiIntents {
    private static final int ROWS = 700;
    private static final int HELD_OUT = 100;

    /** What a row may name; the held-out rows have words of their own beside these. */
    private record Words(List<String> tickers, List<String> names, List<String> networks) {}

    private static final Words TRAINING = new Words(
            Requests.words("""
                OPEN ETH BTC SOL USDC USDT DAI ARB OP AVAX BNB LINK UNI AAVE CRV LDO MKR SNX GRT ATOM DOT NEAR APT
                SUI TON XRP ADA FIL POL WETH WBTC stETH cbBTC PYUSD FRAX GHO RPL ENS COMP BAL CAKE GMX MASK LPT CVX
                JUP PYTH TIA SEI INJ RUNE KAS ALGO HBAR XLM EOS XTZ FLOW MINA ROSE ZRX KNC YFI BAT MANA\
                """),
            Requests.words("""
                alice bob carol dave erin frank grace heidi ivan judy karl laura mallory nina oscar peggy quentin
                rupert sybil trent ursula victor wendy xenia yusuf zelda amir bianca chidi diego\
                """),
            Requests.words("Base Ethereum Arbitrum Optimism Polygon Linea Scroll Sonic"));

    private static final Words UNSEEN = new Words(
            Requests.words("DOGE LTC WIF JTO EIGEN ZRO STRK BONK QNT RSR VET KAVA IMX DYDX wstETH"),
            Requests.words("mira tobias freya hamza noor pablo sanjay wilma kenji odette"),
            Requests.words("Mantle Gnosis Zora Celo"));

    private final Dice dice;
    private final Words own;
    private final int ownPercent;

    private DefiIntents(Dice dice, Words own, int ownPercent) {
        this.dice = dice;
        this.own = own;
        this.ownPercent = ownPercent;
    }

    static Demo generate() {
        Requests seen = new Requests();
        DefiIntents heldOutMaker = new DefiIntents(new Dice(101), UNSEEN, 50);
        List<Row> heldOut = fresh(heldOutMaker, HELD_OUT, seen);
        DefiIntents maker = new DefiIntents(new Dice(7), TRAINING, 0);
        List<Row> rows = fresh(maker, ROWS - 12, seen);
        rows.set(17, email());
        maker.blemish(rows, seen);
        return new Demo(
                "defi-intents",
                "DeFi intents",
                "Plain requests such as \"stake half of my OPEN\", each with the exact JSON action that it means",
                DefiCard.DESCRIPTION,
                DefiCard.GUIDELINES,
                DefiCard.tags(),
                rows,
                heldOut);
    }

    private static List<Row> fresh(DefiIntents maker, int count, Requests seen) {
        List<Row> out = new ArrayList<>();
        while (out.size() < count) {
            Row row = maker.row();
            if (isShort(row.assistant()) && seen.add(row.user())) {
                out.add(row);
            }
        }
        return out;
    }

    /** Capitals and digits are tokens of their own: few of them keep an answer under 45 tokens. */
    private static boolean isShort(String answer) {
        return answer.chars()
                        .filter(c -> Character.isUpperCase(c) || Character.isDigit(c))
                        .count()
                <= 13;
    }

    private Row row() {
        return switch (dice.below(14)) {
            case 0, 1, 2 -> swap();
            case 3, 4 -> stake("stake");
            case 5 -> stake("unstake");
            case 6, 7, 8 -> send();
            case 9, 10 -> bridge();
            case 11, 12 -> balance();
            default -> claim();
        };
    }

    private String ticker() {
        return dice.pick(dice.chance(ownPercent) ? own.tickers() : TRAINING.tickers());
    }

    private String network() {
        return dice.pick(dice.chance(ownPercent) ? own.networks() : TRAINING.networks());
    }

    private String name() {
        String name = dice.pick(dice.chance(ownPercent) ? own.names() : TRAINING.names());
        return name + dice.one("", ".eth", ".eth", ".sol", ".base");
    }

    private String amount() {
        return switch (dice.below(8)) {
            case 0, 1 -> Integer.toString(dice.between(1, 99));
            case 2 -> Integer.toString(dice.between(1, 99) * 10);
            case 3 -> Integer.toString(dice.between(100, 5000));
            case 4, 5 -> dice.between(0, 99) + "." + dice.between(1, 9);
            case 6 -> dice.between(0, 999) + "." + dice.between(0, 9) + dice.between(1, 9);
            default -> "0." + dice.between(0, 99) + dice.between(1, 9);
        };
    }

    /** An amount with its currency as it is said, and as it is written. */
    private record Share(String said, String amount, String ticker) {}

    private Share share() {
        String ticker = ticker();
        return switch (dice.below(10)) {
            case 0 -> new Share("half of my " + ticker, "half", ticker);
            case 1 -> new Share(dice.one("all my ", "all of my ") + ticker, "all", ticker);
            case 2 -> {
                String percent = dice.between(1, 19) * 5 + "%";
                yield new Share(percent + " of my " + ticker, percent, ticker);
            }
            default -> {
                String amount = amount();
                yield new Share(amount + " " + ticker, amount, ticker);
            }
        };
    }

    private String polite(String text) {
        return switch (dice.below(10)) {
            case 0 -> "please " + text;
            case 1 -> text + " please";
            case 2 -> "I want to " + text;
            case 3 -> "can you " + text + "?";
            case 4 -> Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
            case 5 -> Character.toUpperCase(text.charAt(0)) + text.substring(1);
            default -> text;
        };
    }

    /** Keys in the order of the arguments; none of the values needs escaping. */
    private static String json(String... pairs) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pairs[i])
                    .append("\":\"")
                    .append(pairs[i + 1])
                    .append('"');
        }
        return out.append('}').toString();
    }

    private Row row(String user, String assistant, String... tags) {
        // Most rows of an action come from the one who knows it best.
        Contributor expert = switch (tags[0]) {
            case "swap" -> Contributor.ALMA;
            case "stake", "unstake" -> Contributor.BASIL;
            case "send" -> Contributor.CLOVER;
            case "bridge" -> Contributor.DAHLIA;
            default -> Contributor.ELDER;
        };
        Contributor by = dice.chance(70)
                ? expert
                : dice.pick(List.of(Contributor.values()).subList(0, 6));
        return new Row(user, assistant, by, by.licence(), Demo.SOURCE, List.of(tags));
    }

    private Row swap() {
        Share share = share();
        String into = ticker();
        while (into.equals(share.ticker())) {
            into = ticker();
        }
        String head = dice.one(
                "swap %s for %t",
                "swap %s to %t",
                "trade %s for %t",
                "exchange %s for %t",
                "convert %s into %t",
                "convert %s to %t",
                "change %s into %t",
                "buy %t with %s");
        String said = head.replace("%s", share.said()).replace("%t", into);
        if (dice.chance(35)) {
            String network = network();
            return row(
                    polite(said + " on " + network),
                    json(
                            "action",
                            "swap",
                            "token",
                            share.ticker(),
                            "amount",
                            share.amount(),
                            "to",
                            into,
                            "network",
                            network),
                    "swap",
                    "network");
        }
        return row(
                polite(said),
                json("action", "swap", "token", share.ticker(), "amount", share.amount(), "to", into),
                "swap");
    }

    private Row stake(String action) {
        Share share = share();
        String head = action.equals("stake")
                ? dice.one(
                        "stake %s",
                        "stake %s", "stake %s for me", "put %s into staking", "start staking %s", "lock up %s")
                : dice.one("unstake %s", "unstake %s", "stop staking %s", "take %s out of staking", "unlock %s");
        return row(
                polite(head.replace("%s", share.said())),
                json("action", action, "token", share.ticker(), "amount", share.amount()),
                action);
    }

    private Row send() {
        Share share = share();
        String to = name();
        String head = dice.one(
                "send %s to %n",
                "send %s to %n", "transfer %s to %n", "pay %n %s", "send %n %s", "pay %s to %n", "give %s to %n");
        String said = head.replace("%s", share.said()).replace("%n", to);
        if (dice.chance(20)) {
            String network = network();
            return row(
                    polite(said + " on " + network),
                    json(
                            "action",
                            "send",
                            "token",
                            share.ticker(),
                            "amount",
                            share.amount(),
                            "to",
                            to,
                            "network",
                            network),
                    "send",
                    "network");
        }
        return row(
                polite(said),
                json("action", "send", "token", share.ticker(), "amount", share.amount(), "to", to),
                "send");
    }

    private Row bridge() {
        Share share = share();
        String from = network();
        String to = network();
        while (to.equals(from)) {
            to = network();
        }
        String head = dice.one(
                "bridge %s from %f to %t",
                "bridge %s from %f to %t",
                "move %s from %f to %t",
                "bring %s from %f over to %t",
                "bridge %s to %t from %f");
        return row(
                polite(head.replace("%s", share.said()).replace("%f", from).replace("%t", to)),
                json("action", "bridge", "token", share.ticker(), "amount", share.amount(), "from", from, "to", to),
                "bridge",
                "network");
    }

    private Row balance() {
        if (dice.chance(12)) {
            String said = dice.one(
                    "show all my balances",
                    "what are my balances",
                    "how much do I have in total",
                    "list my balances",
                    "check all my balances",
                    "what do I own",
                    "show me everything I own",
                    "what is in my wallet");
            return row(polite(said), json("action", "balance", "token", "all"), "balance");
        }
        String ticker = ticker();
        String said = dice.one(
                "what is my %t balance",
                "how much %t do I have",
                "show my %t balance",
                "check my %t balance",
                "how much %t is in my wallet",
                "tell me my %t balance",
                "my %t balance",
                "do I have any %t",
                "what is my balance of %t",
                "show me how much %t I own",
                "how many %t do I hold",
                "check how much %t I have");
        String text = said.replace("%t", ticker);
        String typed = dice.chance(50) ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return row(typed + (dice.chance(40) ? "?" : ""), json("action", "balance", "token", ticker), "balance");
    }

    private Row claim() {
        if (dice.chance(25)) {
            String said = dice.one(
                    "claim my rewards",
                    "claim all my rewards",
                    "collect my rewards",
                    "harvest my rewards",
                    "get all my rewards",
                    "collect all rewards",
                    "withdraw my rewards",
                    "claim everything I earned");
            return row(polite(said), json("action", "claim", "token", "all"), "claim");
        }
        String ticker = ticker();
        String said = dice.one(
                "claim my %t rewards",
                "claim %t rewards",
                "collect my %t rewards",
                "claim my rewards in %t",
                "harvest my %t rewards",
                "get my %t rewards",
                "claim all %t rewards",
                "withdraw my %t rewards");
        return row(polite(said.replace("%t", ticker)), json("action", "claim", "token", ticker), "claim");
    }

    private static Row email() {
        return new Row(
                "send 5 USDC to someone@example.org",
                json("action", "send", "token", "USDC", "amount", "5", "to", "someone@example.org"),
                Contributor.FENNEL,
                Contributor.FENNEL.licence(),
                Demo.SOURCE,
                List.of("send"));
    }

    private void blemish(List<Row> rows, Requests seen) {
        List<Row> stakes =
                rows.stream().filter(row -> row.tags().contains("stake")).toList();
        List<Row> unstakes =
                rows.stream().filter(row -> row.tags().contains("unstake")).toList();
        Row wrong = unstakes.get(3);
        rows.set(rows.indexOf(wrong), wrong.answering(wrong.assistant().replace("unstake", "stake")));
        rows.set(rows.indexOf(stakes.get(5)), stakes.get(5).tagged("swap"));
        rows.set(rows.indexOf(stakes.get(9)), stakes.get(9).tagged("bridge"));
        for (int i = 0; i < 6; i++) {
            rows.add(100 * (i + 1), rows.get(31 * i + 40).by(Contributor.GORSE));
        }
        for (int i = 0; i < 6; i++) {
            Row twin = rows.get(53 * i + 60);
            String text = twin.user().endsWith("!") ? twin.user() : twin.user().replaceAll("[.?]$", "") + "!";
            seen.add(text);
            rows.add(rows.size() - 20 * i, twin.asking(text).by(Contributor.FENNEL));
        }
    }
}
