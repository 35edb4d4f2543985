package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.ChannelLedger;
import cultivar.wallet.rewards.PrepaidChannel;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.Voucher;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prepaid use of an adapter: one deposit, a signed voucher for each answer, and one transaction for all of them. */
@Command(
        name = "channel",
        description = {
            "Prepaid use of an adapter: a deposit, and vouchers that spend it without a transaction.",
            "A voucher says how much of the deposit is spent in all, so a newer one replaces those before it. Whoever"
                    + " holds one can redeem it; the fee goes to the adapter's pool and nowhere else."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class WalletChannelCommand {
    private static final String LINE = "%-10s %s";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Command(
            name = "open",
            description = "Opens a channel with a deposit. What is not spent can be taken back.",
            mixinStandardHelpOptions = true)
    int open(
            @Mixin PoolOptions fees,
            @Parameters(
                            index = "1",
                            paramLabel = "AMOUNT",
                            description = "The deposit, in coin: 0.25; with --token in its smallest units.")
                    BigDecimal amount,
            @Option(names = "--signer", paramLabel = "ADDRESS", description = "Whose vouchers count. Default: yours.")
                    @Nullable
                    String signer,
            @Mixin CallOptions options)
            throws InterruptedException {
        BigInteger units = fees.amount(amount);
        try (Calling calling = options.open(parent)) {
            ChannelLedger channels = channels(calling);
            BigInteger pool = calling.pool(fees);
            Address counts = signer == null ? calling.account() : Address.parse(signer);
            calling.allow(pool, units);
            String hash = calling.send(channels.open(pool, counts, units));
            BigInteger number = channels.opened(hash);
            return report(calling, number, "Opened channel " + number + ".", hash);
        }
    }

    @Command(name = "top-up", description = "Adds to the deposit of a channel.", mixinStandardHelpOptions = true)
    int topUp(
            @Parameters(paramLabel = "CHANNEL", description = "Its number.") BigInteger number,
            @Parameters(
                            paramLabel = "AMOUNT",
                            description = "How much, in coin: 0.25; or in smallest units of a token.")
                    BigDecimal amount,
            @Mixin CallOptions options)
            throws InterruptedException {
        try (Calling calling = options.open(parent)) {
            PrepaidChannel channel = channel(calling, number);
            BigInteger units = units(channel, amount);
            calling.allow(channel.pool(), units);
            String hash = calling.send(channels(calling).topUp(channel, units));
            String added = calling.amount(channel.pool(), units);
            return report(calling, number, "Added " + added + " to channel " + number + ".", hash);
        }
    }

    @Command(
            name = "voucher",
            description = "Signs a voucher (EIP-712) and writes it to a file, for whoever is paid. Costs nothing.",
            mixinStandardHelpOptions = true)
    int voucher(
            @Parameters(paramLabel = "CHANNEL", description = "Its number.") BigInteger number,
            @Parameters(
                            paramLabel = "SPENT",
                            description =
                                    "What is spent of the deposit in all, with all vouchers before: in coin, or in"
                                            + " smallest units of a token.")
                    BigDecimal spent,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to make.") Path out,
            @Mixin CallOptions options) {
        try (Calling calling = options.open(parent)) {
            PrepaidChannel channel = channel(calling, number);
            BigInteger units = units(channel, spent);
            requireOf(calling, channel, units);
            long chainId = calling.network().chainId();
            byte[] signature = calling.sign(
                    Voucher.typedData(chainId, calling.rewards(), number, units), "A voucher of channel " + number);
            write(new Voucher(chainId, calling.rewards(), number, units, signature), out);
            Terminal terminal = parent.terminal();
            terminal.line("The voucher is in " + out + ". Whoever redeems it needs nothing else.");
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("channel", number.toString());
                result.put("cumulative", units.toString());
                result.put("file", out.toString());
                terminal.result(result);
            }
            return 0;
        }
    }

    @Command(
            name = "redeem",
            description = "Has the fee of a voucher paid into the adapter's pool. Anybody may who holds it.",
            mixinStandardHelpOptions = true)
    int redeem(
            @Parameters(paramLabel = "FILE", description = "What `cultivar wallet channel voucher` wrote.") Path file,
            @Mixin CallOptions options)
            throws InterruptedException {
        Voucher voucher = Voucher.read(file);
        try (Calling calling = options.open(parent)) {
            if (voucher.chainId() != calling.network().chainId()
                    || !voucher.contract().equals(calling.rewards())) {
                throw new CommandException("The voucher is for the contract " + voucher.contract() + " on chain "
                        + voucher.chainId() + ", not for " + calling.rewards() + " on "
                        + calling.network().label() + ". Choose another network with --network.");
            }
            String hash = calling.send(channels(calling).redeem(voucher));
            return report(calling, voucher.channel(), "Redeemed.", hash);
        }
    }

    @Command(
            name = "close",
            description = "Begins to close a channel. A day later `refund` takes back what is left.",
            mixinStandardHelpOptions = true)
    int close(
            @Parameters(paramLabel = "CHANNEL", description = "Its number.") BigInteger number,
            @Mixin CallOptions options)
            throws InterruptedException {
        try (Calling calling = options.open(parent)) {
            String hash = calling.send(channels(calling).close(number));
            return report(calling, number, "Channel " + number + " is closing.", hash);
        }
    }

    @Command(
            name = "refund",
            description = "Takes back what is left in a channel, a day after its closing began.",
            mixinStandardHelpOptions = true)
    int refund(
            @Parameters(paramLabel = "CHANNEL", description = "Its number.") BigInteger number,
            @Option(names = "--to", paramLabel = "ADDRESS", description = "Where it goes. Default: to you.") @Nullable
                    String to,
            @Mixin CallOptions options)
            throws InterruptedException {
        try (Calling calling = options.open(parent)) {
            Address receiver = to == null ? calling.account() : Address.parse(to);
            PrepaidChannel channel = channel(calling, number);
            String left = calling.amount(channel.pool(), channel.left());
            String hash = calling.send(channels(calling).refund(number, receiver));
            return report(calling, number, "Took back " + left + ".", hash);
        }
    }

    @Command(
            name = "show",
            description = "What a channel holds, and whether it is closing. Signs nothing.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "CHANNEL", description = "Its number.") BigInteger number,
            @Mixin CallOptions options) {
        try (Calling calling = options.open(parent)) {
            return report(calling, number, "Channel " + number, null);
        }
    }

    private static ChannelLedger channels(Calling calling) {
        return new ChannelLedger(calling.client(), calling.rewards());
    }

    private static PrepaidChannel channel(Calling calling, BigInteger number) {
        return channels(calling)
                .channel(number)
                .orElseThrow(() -> new CommandException("There is no channel " + number + " on "
                        + calling.network().label() + ". `cultivar wallet channel open` makes one."));
    }

    /** An amount as a person gives it, in the channel's currency. */
    private static BigInteger units(PrepaidChannel channel, BigDecimal given) {
        return RewardLedger.currency(channel.pool()).equals(Address.ZERO)
                ? WalletSendCommand.wei(given)
                : PoolOptions.units(given);
    }

    /** A voucher that nobody could redeem is not worth its signature. */
    private static void requireOf(Calling calling, PrepaidChannel channel, BigInteger units) {
        if (units.compareTo(channel.spent()) <= 0) {
            throw new CommandException("Vouchers over " + calling.amount(channel.pool(), channel.spent())
                    + " were redeemed already, so this one adds nothing. Say what is spent in all.");
        }
        if (units.compareTo(channel.deposit()) > 0) {
            throw new CommandException(
                    "Only " + calling.amount(channel.pool(), channel.deposit()) + " were deposited. Add to it with"
                            + " `cultivar wallet channel top-up " + channel.number() + "` first.");
        }
    }

    /** The file is written beside its place and moved, so that no voucher before it is lost half-way. */
    private static void write(Voucher voucher, Path out) {
        Path beside = out.resolveSibling(out.getFileName() + ".new");
        try {
            Files.writeString(beside, voucher.json());
            try {
                Files.move(beside, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, out, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new CommandException(
                    out + " could not be written (" + e.getMessage() + "). Choose another place.", e);
        }
    }

    private int report(Calling calling, BigInteger number, String what, @Nullable String hash) {
        PrepaidChannel channel = channel(calling, number);
        Terminal terminal = parent.terminal();
        terminal.line(hash == null ? what : what + " Transaction " + hash);
        terminal.line(String.format(LINE, "deposit", calling.amount(channel.pool(), channel.deposit())));
        terminal.line(String.format(LINE, "spent", calling.amount(channel.pool(), channel.spent())));
        terminal.line(String.format(LINE, "left", calling.amount(channel.pool(), channel.left())));
        terminal.line(String.format(LINE, "payer", channel.payer()));
        terminal.line(String.format(LINE, "signer", channel.signer()));
        channel.closesAt().ifPresent(at -> terminal.line(String.format(LINE, "closing", "refund from " + at + " on")));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("channel", number.toString());
            result.put("payer", channel.payer().toString());
            result.put("signer", channel.signer().toString());
            result.put("pool", channel.pool().toString());
            result.put("deposit", channel.deposit().toString());
            result.put("spent", channel.spent().toString());
            result.put("closes_at", channel.closesAt().map(Instant::toString).orElse(null));
            result.put("transaction", hash);
            terminal.result(result);
        }
        return 0;
    }
}
