package cultivar.wallet.keys;

/** The password does not open this wallet. */
public final class WrongPasswordException extends WalletException {
    private static final long serialVersionUID = 1L;

    WrongPasswordException() {
        super("Wrong password. Try again, or restore the wallet from its recovery phrase.");
    }
}
