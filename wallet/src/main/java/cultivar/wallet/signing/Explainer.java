package cultivar.wallet.signing;

import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;

/**
 * Says in plain words what signing would mean, from the bytes that would be signed. Never throws for any bytes, and never
 * guesses: what it cannot read in full is {@link Meaning.Unknown}.
 */
public final class Explainer {
    private final CallReader calls;
    private final MessageReader messages = new MessageReader();

    /** An explainer with this project's contracts and the token standards, whose descriptions it reads. */
    public Explainer() {
        this(Standards.load(), OwnContracts.load());
    }

    Explainer(Standards standards, OwnContracts own) {
        this.calls = new CallReader(standards, own);
    }

    /**
     * A message's meaning and what to sign for it.
     *
     * @param json the typed data; of a known message it holds what was read and nothing else
     */
    public record Message(Meaning meaning, String json) {}

    /** The meaning of a transaction. May ask the chain what lies at the receiver. */
    public Meaning transaction(Network network, Address from, Draft draft, Targets targets, Names names) {
        return calls.read(network, from, draft, targets, names);
    }

    /** The meaning of typed data (EIP-712). May ask the chain what lies at the contract that it is for. */
    public Message message(Network network, Address signer, String json, Targets targets, Names names) {
        MessageReader.Reading reading = messages.read(network, signer, json, targets, names);
        return new Message(reading.meaning(), reading.json());
    }
}
