package cultivar.wallet.signing;

import cultivar.wallet.chain.FeeChoices;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signer.Outgoing;
import java.math.BigInteger;
import java.util.Optional;

/** A request with everything that its signer needs to decide about it. */
public sealed interface Review {
    /** What it means. */
    Meaning meaning();

    /** Who gets something, if anybody. */
    Optional<Recipient> recipient();

    /**
     * A transaction.
     *
     * @param forecast what would happen now
     * @param fees what to offer, by speed
     * @param gasLimit most gas that may be used: a fifth above what it took now
     * @param balance what the account has, in wei
     * @param nonce the account's next number, unless another transaction takes it before
     * @param rules what the person allows on the network
     */
    record OfSend(
            SigningRequest.Send request,
            Meaning meaning,
            Optional<Recipient> recipient,
            Forecast forecast,
            FeeChoices fees,
            BigInteger gasLimit,
            BigInteger balance,
            long nonce,
            NetworkRules rules)
            implements Review {
        /** Most wei that the fee can cost at a speed. */
        public BigInteger fee(Speed speed) {
            return gasLimit.multiply(fees.at(speed).most());
        }

        /** Most wei that leave the account at a speed, tokens aside. */
        public BigInteger total(Speed speed) {
            return fee(speed).add(request.draft().value());
        }

        /** Whether the account cannot pay it at a speed. */
        public boolean isTooPoor(Speed speed) {
            return balance.compareTo(total(speed)) < 0;
        }

        /** Whether the password has to be given again at a speed. */
        public boolean isAboveLimit(Speed speed) {
            return rules.perTransaction() != null && total(speed).compareTo(rules.perTransaction()) > 0;
        }

        /** What is sent at a speed. */
        public Outgoing outgoing(Speed speed) {
            Address to = request.draft().to();
            return new Outgoing(
                    request.network().chainId(),
                    request.account().address(),
                    to,
                    request.draft().value(),
                    request.draft().data(),
                    gasLimit,
                    fees.at(speed),
                    request.purpose());
        }
    }

    /**
     * A message.
     *
     * @param json what is signed
     */
    record OfMessage(SigningRequest.Message request, Meaning meaning, Optional<Recipient> recipient, String json)
            implements Review {}
}
