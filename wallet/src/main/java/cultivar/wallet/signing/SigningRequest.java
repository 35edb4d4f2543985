package cultivar.wallet.signing;

import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;

/** Something that an account is asked to sign. */
public sealed interface SigningRequest {
    /** The network that it is for. */
    Network network();

    /** Who signs. */
    Account account();

    /** What it is for, in one line for people. */
    String purpose();

    /** A transaction, to be sent. */
    record Send(Network network, Account account, Draft draft, String purpose) implements SigningRequest {}

    /** Typed data (EIP-712), to be handed on. */
    record Message(Network network, Account account, String json, String purpose) implements SigningRequest {}
}
