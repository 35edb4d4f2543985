package cultivar.datanet.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the card of <em>DeFi intents</em> says. */
final class DefiCard {
    private DefiCard() {}

    static Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("swap", "One currency for another");
        tags.put("stake", "Locking a currency up to earn with it");
        tags.put("unstake", "Taking a currency out of staking");
        tags.put("send", "Paying somebody");
        tags.put("bridge", "From one network to another");
        tags.put("balance", "Asking how much there is");
        tags.put("claim", "Collecting rewards");
        tags.put("network", "The request names a network");
        return tags;
    }

    static final String DESCRIPTION = """
        People say what they want to do with their tokens; the answer is one compact JSON object that a program can carry out.

        - **Seven actions**: `swap`, `stake`, `unstake`, `send`, `bridge`, `balance`, `claim`.
        - **Scored by exact match** on 100 held-out requests. Half of them name a currency, a person or a network that no \
        training row holds, so an adapter has to read the request and cannot recite.
        - All rows were generated for Cultivar from hand-written ways of asking. The names and amounts mean nothing.

        Some rows are wrong on purpose: copies, a wrong tag, a wrong answer, an e-mail address. Can you find them?
        """;

    static final String GUIDELINES = """
        One request, one JSON object without spaces, every value a string, and the keys that the action needs in this order:

        | action | keys after `action` |
        | --- | --- |
        | `swap` | `token`, `amount`, `to` (a token), then `network` if named |
        | `stake`, `unstake` | `token`, `amount` |
        | `send` | `token`, `amount`, `to` (a receiver), then `network` if named |
        | `bridge` | `token`, `amount`, `from`, `to` (networks) |
        | `balance`, `claim` | `token` |

        1. Copy amounts, tokens, receivers and networks letter by letter: `0.50` stays `0.50`, `stETH` stays `stETH`.
        2. `half of my` is `half`, `all my` is `all`, `25% of my` is `25%`.
        3. In `buy ETH with 50 USDC` the token is `USDC`, for that is what is spent.
        4. A balance or a claim without a token means `all`.
        5. Never guess: a request that leaves something open does not belong here.
        6. No personal data: use invented names, never an e-mail address.
        7. Tag each row with its action, and with `network` where one is named.
        """;
}
