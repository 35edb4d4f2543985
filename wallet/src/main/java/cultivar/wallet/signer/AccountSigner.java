package cultivar.wallet.signer;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.keys.UnlockedWallet;

/** An account of the built-in wallet, for as long as the wallet is unlocked. */
public final class AccountSigner implements Signer.Local {
    private final UnlockedWallet wallet;
    private final int account;
    private final Address address;

    /**
     * Signs with one account.
     *
     * @param account its number in the wallet
     * @throws cultivar.wallet.keys.WalletException if the wallet is locked or cannot sign for that account
     */
    public AccountSigner(UnlockedWallet wallet, int account) {
        this.wallet = wallet;
        this.account = account;
        this.address = wallet.address(account);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public boolean isDemo() {
        return wallet.isDemo();
    }

    @Override
    public Signature signMessage(byte[] message) {
        return wallet.signMessage(account, message);
    }

    @Override
    public Signature signTypedData(String json) {
        return wallet.signTypedData(account, json);
    }

    @Override
    public byte[] sign(FeeMarketTransaction transaction) {
        return wallet.sign(account, transaction);
    }
}
