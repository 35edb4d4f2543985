/**
 * What people see of their keys and of what they sign: the wallet, the signing dialog, the list of what was sent.
 *
 * <p>The app makes one {@link cultivar.wallet.view.WalletSession}, the screens with
 * {@link cultivar.wallet.view.WalletServices}, and asks through {@link cultivar.wallet.view.SigningDesk} before
 * anything is signed.
 */
@NullMarked
package cultivar.wallet.view;

import org.jspecify.annotations.NullMarked;
