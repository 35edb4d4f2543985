package cultivar.datanet.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what points to a person: e-mail addresses, telephone numbers, bank accounts, payment cards, public network
 * addresses. Numbers count only with the right length and check digits. Addresses of wallets are not among them, as they
 * are public by nature.
 */
final class PersonalData {
    private static final Pattern EMAIL =
            Pattern.compile("(?<![\\w.+-])([\\w.+%-]{1,64})@((?:[A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,24})(?![\\w-])");
    private static final Pattern INTERNATIONAL =
            Pattern.compile("(?<![\\w+])\\+\\d(?:[ ().\\-/]{0,2}\\d){7,14}(?!\\d)");
    private static final Pattern NATIONAL =
            Pattern.compile("(?<![\\w.\\-+])(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[ .-]\\d{4}(?![\\w.-]*\\d)");
    private static final Pattern SPOKEN =
            Pattern.compile("(?i)\\b(?:phone|telephone|tel|mobile|cell|call me at|call me on|fax)\\b[^\\d\\n"
                    + "]{0,12}(\\d(?:[ ().\\-/]{0,2}\\d){6,14})(?!\\d)");
    private static final Pattern IBAN =
            Pattern.compile("(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])");
    private static final Pattern CARD = Pattern.compile("(?<![\\w.+-])[2-6]\\d{3}(?:[ -]?\\d){8,15}(?![\\w-]|\\.\\d)");
    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\w.])(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?![\\w]|\\.\\d)");
    private static final Pattern IPV6 = Pattern.compile(
            "(?<![\\w:.])(?:[0-9a-fA-F]{1,4}:){3,7}(?::|[0-9a-fA-F]{1,4})(?:[0-9a-fA-F:]{0,30})(?![\\w:])");
    private static final Pattern VERSION = Pattern.compile("(?i)(?:version|release|build|\\bv)[ :=]*$");

    /** Characters of an IBAN by country, from the registry of ISO 13616. */
    private static final Map<String, Integer> IBAN_LENGTHS =
            lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20"
                    + " EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30"
                    + " KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28"
                    + " PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24"
                    + " XK20");

    private PersonalData() {}

    static List<Finding> in(String text) {
        List<Finding> found = new ArrayList<>();
        if (text.indexOf('@') >= 0) {
            emails(text, found);
        }
        int digits = 0;
        for (int i = 0; i < text.length() && digits < 4; i++) {
            digits += text.charAt(i) >= '0' && text.charAt(i) <= '9' ? 1 : 0;
        }
        if (digits == 4) {
            String rest = accounts(text, found);
            rest = cards(rest, found);
            phones(rest, found);
            networks(rest, found);
        }
        return found;
    }

    private static void emails(String text, List<Finding> found) {
        Matcher matcher = EMAIL.matcher(text);
        while (matcher.find()) {
            found.add(new Finding("email", matcher.group(1).charAt(0) + "…@" + matcher.group(2)));
        }
    }

    private static String accounts(String text, List<Finding> found) {
        Matcher matcher = IBAN.matcher(text);
        StringBuilder rest = new StringBuilder(text);
        while (matcher.find()) {
            String code = matcher.group().replace(" ", "");
            int length = IBAN_LENGTHS.getOrDefault(code.substring(0, 2), -1);
            // A word in capitals behind the number is not a part of it.
            if (length > 0 && code.length() >= length && isIban(code.substring(0, length))) {
                found.add(new Finding("iban", code.substring(0, 2) + "…" + code.substring(length - 2, length)));
                blank(rest, matcher.start(), matcher.end());
            }
        }
        return rest.toString();
    }

    /** ISO 7064 MOD 97-10. */
    private static boolean isIban(String code) {
        String turned = code.substring(4) + code.substring(0, 4);
        int remainder = 0;
        for (int i = 0; i < turned.length(); i++) {
            int digit = Character.digit(turned.charAt(i), 36);
            remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
        }
        return remainder == 1;
    }

    private static String cards(String text, List<Finding> found) {
        Matcher matcher = CARD.matcher(text);
        StringBuilder rest = new StringBuilder(text);
        while (matcher.find()) {
            String digits = matcher.group().replaceAll("[ -]", "");
            boolean varied = digits.chars().distinct().count() > 1;
            if (digits.length() >= 13 && varied && isIssued(digits) && isLuhn(digits)) {
                found.add(new Finding("card", "…" + digits.substring(digits.length() - 4)));
                blank(rest, matcher.start(), matcher.end());
            }
        }
        return rest.toString();
    }

    /** Whether a number begins as those of the large issuers do, with the length that they give it. */
    private static boolean isIssued(String digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits.substring(0, 2));
        return switch (digits.charAt(0)) {
            case '2' -> two >= 22 && two <= 27 && length == 16;
            case '3' ->
                ((two == 34 || two == 37) && length == 15) || ((two == 30 || two == 36 || two == 38) && length == 14);
            case '4' -> length == 13 || length == 16 || length == 19;
            case '5' -> two >= 51 && two <= 55 && length == 16;
            default -> (two == 60 || two == 62 || two == 64 || two == 65) && length >= 16;
        };
    }

    private static boolean isLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 1 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    private static void phones(String text, List<Finding> found) {
        StringBuilder rest = new StringBuilder(text);
        for (Pattern pattern : List.of(INTERNATIONAL, NATIONAL, SPOKEN)) {
            Matcher matcher = pattern.matcher(rest.toString());
            while (matcher.find()) {
                String digits = matcher.group().replaceAll("\\D", "");
                found.add(new Finding("phone", "…" + digits.substring(digits.length() - 2)));
                blank(rest, matcher.start(), matcher.end());
            }
        }
    }

    private static void networks(String text, List<Finding> found) {
        Matcher four = IPV4.matcher(text);
        while (four.find()) {
            int[] parts = new int[4];
            for (int i = 0; i < 4; i++) {
                parts[i] = Integer.parseInt(four.group(i + 1));
            }
            String before = text.substring(Math.max(0, four.start() - 10), four.start());
            if (isPublic(parts) && !VERSION.matcher(before).find()) {
                found.add(new Finding("ip", parts[0] + ".…"));
            }
        }
        Matcher six = IPV6.matcher(text);
        while (six.find()) {
            String address = six.group().toLowerCase(Locale.ROOT);
            long groups = address.chars().filter(c -> c == ':').count();
            if ((address.contains("::") || groups == 7) && !address.startsWith("fe80") && address.matches(".*\\d.*")) {
                found.add(new Finding("ip", address.substring(0, address.indexOf(':')) + ":…"));
            }
        }
    }

    /** Neither of a local network nor of this machine, nor set aside by RFC 5737 for documents. */
    private static boolean isPublic(int[] parts) {
        for (int part : parts) {
            if (part > 255) {
                return false;
            }
        }
        int a = parts[0];
        int b = parts[1];
        int c = parts[2];
        boolean document =
                (a == 192 && b == 0 && c == 2) || (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        boolean local = a == 0
                || a == 10
                || a == 127
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168);
        return !document && !local && a < 224;
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.setCharAt(i, ' ');
        }
    }

    private static Map<String, Integer> lengths(String table) {
        return List.of(table.split(" ")).stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.substring(0, 2), entry -> Integer.valueOf(entry.substring(2))));
    }
}
