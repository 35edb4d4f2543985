package cultivar.app.datanets;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.signed.StatementSigner;
import cultivar.wallet.keys.UnlockedWallet;

/** An account of an unlocked wallet that signs contributions. */
public final class WalletSigner implements StatementSigner {
    private final UnlockedWallet wallet;
    private final int account;

    /** @param account its number in the wallet */
    public WalletSigner(UnlockedWallet wallet, int account) {
        this.wallet = wallet;
        this.account = account;
    }

    @Override
    public EvmAddress contributor() {
        return EvmAddress.of(wallet.address(account).bytes());
    }

    @Override
    public byte[] sign(String typedData) {
        return wallet.signTypedData(account, typedData).bytes();
    }
}
