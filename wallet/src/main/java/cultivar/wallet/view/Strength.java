package cultivar.wallet.view;

import cultivar.wallet.keys.Vault;

/** A rough guess at how hard a password is to find; it advises and forbids nothing but shortness. */
enum Strength {
    TOO_SHORT,
    WEAK,
    FAIR,
    GOOD;

    private static final double FAIR_BITS = 45;
    private static final double GOOD_BITS = 65;

    /** Bits as if every character were drawn from the kinds of characters that are used, less for repetition. */
    static Strength of(CharSequence password) {
        if (password.length() < Vault.SHORTEST_PASSWORD) {
            return TOO_SHORT;
        }
        int kinds = kind(password, 'a', 'z', 26) + kind(password, 'A', 'Z', 26) + kind(password, '0', '9', 10);
        boolean other = password.chars()
                .anyMatch(c -> !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'));
        double alphabet = Math.max(10, kinds + (other ? 30 : 0));
        long distinct = password.chars().distinct().count();
        double length = Math.min(password.length(), 2.0 * distinct);
        double bits = length * Math.log(alphabet) / Math.log(2);
        return bits >= GOOD_BITS ? GOOD : bits >= FAIR_BITS ? FAIR : WEAK;
    }

    private static int kind(CharSequence password, char from, char to, int size) {
        return password.chars().anyMatch(c -> c >= from && c <= to) ? size : 0;
    }
}
