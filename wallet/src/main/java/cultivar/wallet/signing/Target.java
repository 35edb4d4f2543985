package cultivar.wallet.signing;

/** What lies at an address on a chain. */
public sealed interface Target {
    /** No contract: somebody's account, or nothing. */
    record Person() implements Target {}

    /**
     * A contract of this project.
     *
     * @param name its name in our sources
     */
    record Own(String name) implements Target {}

    /**
     * A fungible token (ERC-20). What it calls itself is its maker's word only.
     *
     * @param symbol its short name, made safe to show
     * @param decimals places behind the point of a whole token
     */
    record Coinlike(String symbol, int decimals) implements Target {}

    /** A collection of single tokens (ERC-721); its name is its maker's word only. */
    record Collection(String name) implements Target {}

    /** A contract of many kinds of tokens (ERC-1155). */
    record Kinds() implements Target {}

    /** Any other contract. */
    record Stranger() implements Target {}
}
