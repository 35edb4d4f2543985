package cultivar.wallet.signing;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signer.Outgoing;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;

/** Gathers all that a signer needs to decide: meaning, recipient, forecast and fees. Signs nothing. */
public final class Reviewer {
    private static final BigInteger PLAIN = BigInteger.valueOf(21_000);

    /** Gas for a call that would be refused, should an expert want it all the same. */
    private static final BigInteger REFUSED_GAS = BigInteger.valueOf(500_000);

    private final Chains chains;
    private final OwnContracts own = OwnContracts.load();
    private final Standards standards = Standards.load();
    private final Explainer explainer = new Explainer(standards, own);
    private final Refusals refusals = new Refusals(standards, own);

    /** A reviewer over the networks of a home; reads the descriptions of the contracts. */
    public Reviewer(Chains chains) {
        this.chains = chains;
    }

    /**
     * Looks at a request. Blocks.
     *
     * @param circle whom the person has to do with
     * @throws cultivar.wallet.chain.ChainException if the network cannot be asked
     */
    public Review review(SigningRequest request, Circle circle) {
        return switch (request) {
            case SigningRequest.Send send -> {
                try (ChainClient client = chains.connect(send.network())) {
                    yield send(client, new ChainTargets(client, standards, own), send, circle);
                }
            }
            case SigningRequest.Message message -> message(new Asking(message.network()), message, circle);
        };
    }

    /** A message that is for no contract asks no chain, so that it can be signed while none answers. */
    private final class Asking implements Targets {
        private final Network network;

        Asking(Network network) {
            this.network = network;
        }

        @Override
        public Target at(Address address) {
            return ask(targets -> targets.at(address));
        }

        @Override
        public Optional<Channel> channel(Address rewards, BigInteger number) {
            return ask(targets -> targets.channel(rewards, number));
        }

        private <T> T ask(Function<Targets, T> question) {
            try (ChainClient client = chains.connect(network)) {
                return question.apply(new ChainTargets(client, standards, own));
            }
        }
    }

    private Review send(ChainClient client, Targets targets, SigningRequest.Send request, Circle circle) {
        Address from = request.account().address();
        Meaning meaning = explainer.transaction(request.network(), from, request.draft(), targets, circle);
        Forecast forecast = new Simulator(client, targets, circle, refusals).forecast(from, request.draft());
        return new Review.OfSend(
                request,
                meaning,
                recipient(meaning, circle),
                forecast,
                client.feeChoices(),
                limit(forecast, request.draft()),
                client.balance(from),
                client.nonce(from),
                chains.networks().rules(request.network()));
    }

    private static BigInteger limit(Forecast forecast, Draft draft) {
        return switch (forecast) {
            case Forecast.Succeeds succeeds ->
                draft.data().length == 0 && succeeds.gas().equals(PLAIN) ? PLAIN : Outgoing.limit(succeeds.gas());
            case Forecast.Refused _ -> REFUSED_GAS;
            case Forecast.TooPoor _ -> PLAIN;
        };
    }

    private Review message(Targets targets, SigningRequest.Message request, Circle circle) {
        Explainer.Message message =
                explainer.message(request.network(), request.account().address(), request.json(), targets, circle);
        return new Review.OfMessage(request, message.meaning(), recipient(message.meaning(), circle), message.json());
    }

    private static Optional<Recipient> recipient(Meaning meaning, Circle circle) {
        return switch (meaning) {
            case Meaning.Known known ->
                known.recipient().map(address -> new Recipient(address, circle.standing(address)));
            case Meaning.Unknown _, Meaning.Forbidden _ -> Optional.empty();
        };
    }
}
