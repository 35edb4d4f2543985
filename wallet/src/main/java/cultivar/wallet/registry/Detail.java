package cultivar.wallet.registry;

/** One line of a signing dialog: what it is, and its value in words. */
public record Detail(String label, String value) {}
