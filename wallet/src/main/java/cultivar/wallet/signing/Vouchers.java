package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a voucher beside its channel on the chain: who pays whose fees, and up to which sum. */
final class Vouchers {
    private final SigningWords words;
    private final Names names;
    private final Targets targets;
    private final Network network;

    Vouchers(SigningWords words, Names names, Targets targets, Network network) {
        this.words = words;
        this.names = names;
        this.targets = targets;
        this.network = network;
    }

    /**
     * What signing it means.
     *
     * @throws AbiException if there is no such channel, or the account's vouchers do not count in it
     */
    Meaning meaning(Map<String, AbiValue> message, Address contract, Address signer) {
        if (!(message.get("channel") instanceof AbiValue.Whole(BigInteger number))
                || !(message.get("cumulative") instanceof AbiValue.Whole(BigInteger cumulative))) {
            throw new AbiException("it is no voucher");
        }
        Channel channel = targets.channel(contract, number)
                .orElseThrow(() -> new AbiException("there is no channel of prepaid fees of that number"));
        if (!channel.signer().equals(signer)) {
            throw new AbiException("the vouchers of that channel are signed by another account");
        }
        BigInteger more = cumulative.subtract(channel.spent()).max(BigInteger.ZERO);
        String adapter = String.format("0x%064x", channel.adapter());
        List<Line> lines = List.of(
                Line.machine(words.get("voucher.payer"), names.full(channel.payer())),
                Line.machine(words.get("voucher.adapter"), adapter),
                Line.words(words.get("voucher.channel"), number.toString()),
                Line.words(words.get("voucher.deposit"), amount(channel, channel.deposit())),
                Line.words(words.get("voucher.spent"), amount(channel, channel.spent())),
                Line.words(words.get("voucher.more"), amount(channel, more)),
                Line.machine(words.get("line.contract"), contract.toString()));
        String sentence = words.get(
                "voucher.sentence",
                names.orShort(channel.payer()),
                amount(channel, cumulative),
                number.toString(),
                adapter.substring(0, 10) + "\u2026",
                amount(channel, more));
        return new Meaning.Known(sentence, lines, cautions(channel, cumulative, more), Optional.empty());
    }

    private List<Caution> cautions(Channel channel, BigInteger cumulative, BigInteger more) {
        List<Caution> found = new ArrayList<>();
        if (cumulative.compareTo(channel.deposit()) > 0) {
            found.add(Caution.warning(words.get("caution.voucher.above", amount(channel, channel.deposit()))));
        }
        if (more.signum() == 0) {
            found.add(Caution.note(words.get("caution.voucher.old")));
        }
        if (channel.closing()) {
            found.add(Caution.note(words.get("caution.voucher.closing")));
        }
        found.add(Caution.note(words.get("caution.voucher")));
        return found;
    }

    private String amount(Channel channel, BigInteger amount) {
        if (channel.token().equals(Address.ZERO)) {
            return Amounts.coin(amount, network.coin());
        }
        return targets.at(channel.token()) instanceof Target.Coinlike(String symbol, int decimals)
                ? Amounts.text(amount, decimals, symbol)
                : words.get("change.units", amount.toString(), channel.token().shortForm());
    }
}
