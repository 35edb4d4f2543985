package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.Earning;
import cultivar.wallet.signing.Amounts;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who earned what, from a file: CSV with an address and an amount a line, or a JSON list of {@code account} and
 * {@code amount}. Amounts are in coin, as in 0.25, or of a token in its smallest units.
 */
final class EpochFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final int decimals;

    /**
     * A file that is not read yet.
     *
     * @param decimals places behind the point of the unit that amounts are in
     */
    EpochFile(Path file, int decimals) {
        this.file = file;
        this.decimals = decimals;
    }

    List<Earning> read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(file + " does not exist.", e);
        } catch (CharacterCodingException e) {
            throw new CommandException(file + " is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + ").", e);
        }
        return text.stripLeading().startsWith("[")
                ? json(text)
                : csv(text.lines().toList());
    }

    private List<Earning> csv(List<String> lines) {
        List<Earning> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            boolean title = i == 0 && !line.toLowerCase(Locale.ROOT).startsWith("0x");
            if (line.isEmpty() || title) {
                continue;
            }
            String place = file + ", line " + (i + 1);
            String[] cells = line.split(",", -1);
            if (cells.length != 2) {
                throw new CommandException(place + " is not an address and an amount with a comma between them.");
            }
            found.add(earning(place, cells[0].strip(), cells[1].strip()));
        }
        return found;
    }

    private List<Earning> json(String text) {
        List<Earning> found = new ArrayList<>();
        try {
            for (JsonNode entry : JSON.readTree(text).values()) {
                found.add(earning(
                        file + ", entry " + (found.size() + 1),
                        entry.path("account").asString(""),
                        entry.path("amount").asString("")));
            }
        } catch (JacksonException e) {
            throw new CommandException(file + " is not valid JSON. Mend it.", e);
        }
        return found;
    }

    private Earning earning(String place, String account, String amount) {
        try {
            BigInteger units = Amounts.units(new BigDecimal(amount), decimals);
            if (units.signum() <= 0) {
                throw new CommandException(place + " has the amount " + amount + ". An amount is above zero.");
            }
            return new Earning(Address.parse(account), units);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandException(
                    place + " has the amount \"" + amount + "\". Give a number with at most " + decimals
                            + " digits behind the point.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(place + ": " + e.getMessage(), e);
        }
    }
}
