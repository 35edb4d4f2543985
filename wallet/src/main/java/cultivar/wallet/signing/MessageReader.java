package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.PlainText;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the meaning of typed data (EIP-712). What is known is written anew from the values that were read, so that what
 * is signed cannot be anything but what was shown.
 */
final class MessageReader {
    private static final String DOMAIN = "EIP712Domain";
    private static final int LONGEST = 1 << 20;
    private static final List<MessageKind.Member> DOMAIN_MEMBERS = List.of(
            new MessageKind.Member("name", "string"),
            new MessageKind.Member("version", "string"),
            new MessageKind.Member("chainId", "uint256"),
            new MessageKind.Member("verifyingContract", "address"),
            new MessageKind.Member("salt", "bytes32"));
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final SigningWords words = new SigningWords();

    /** What it means, and the JSON to sign. */
    record Reading(Meaning meaning, String json) {}

    private record Parsed(MessageKind kind, Map<String, AbiValue> domain, Map<String, AbiValue> message) {}

    /** Never throws for any text. May ask the chain what lies at the contract that is named. */
    Reading read(Network network, Address signer, String json, Targets targets, Names names) {
        if (json.length() > LONGEST) {
            return new Reading(new Meaning.Forbidden(words.get("message.long")), "");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException | StackOverflowError e) {
            return new Reading(new Meaning.Forbidden(words.get("message.json")), "");
        }
        JsonNode chain = root.path("domain").path("chainId");
        if (!chain.isMissingNode() && !isChain(chain, network)) {
            return new Reading(new Meaning.Forbidden(words.get("message.chain", network.label())), "");
        }
        try {
            Parsed parsed = parse(root);
            return new Reading(meaning(parsed, network, signer, targets, names), write(parsed));
        } catch (AbiException e) {
            Meaning unknown = new Meaning.Unknown(
                    words.get("message.unknown", e.reason()),
                    List.of(Line.machine(words.get("line.message"), PlainText.of(root.toString()))));
            return new Reading(unknown, root.toString());
        }
    }

    private static boolean isChain(JsonNode chain, Network network) {
        try {
            return TypedJson.read("uint256", chain).equals(new AbiValue.Whole(BigInteger.valueOf(network.chainId())));
        } catch (AbiException e) {
            return false;
        }
    }

    private static Parsed parse(JsonNode root) {
        requireMembers(root, List.of("types", "primaryType", "domain", "message"), "the message");
        String type = root.path("primaryType").asString("");
        MessageKind kind = MessageKind.all().stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AbiException("it is of a kind that the wallet does not know"));
        JsonNode types = root.path("types");
        requireMembers(types, List.of(DOMAIN, type), "its types");
        requireTypes(types.path(type), kind.members());
        List<MessageKind.Member> domain = DOMAIN_MEMBERS.stream()
                .filter(member -> root.path("domain").has(member.name()))
                .toList();
        requireTypes(types.path(DOMAIN), domain);
        return new Parsed(kind, values(root.path("domain"), domain), values(root.path("message"), kind.members()));
    }

    private static void requireMembers(JsonNode node, List<String> names, String what) {
        if (!node.isObject() || node.size() != names.size() || !names.stream().allMatch(node::has)) {
            throw new AbiException(what + " has other members than it should");
        }
    }

    private static void requireTypes(JsonNode list, List<MessageKind.Member> members) {
        boolean same = list.isArray() && list.size() == members.size();
        for (int i = 0; same && i < members.size(); i++) {
            JsonNode entry = list.path(i);
            same = entry.size() == 2
                    && entry.path("name").asString("").equals(members.get(i).name())
                    && entry.path("type").asString("").equals(members.get(i).type());
        }
        if (!same) {
            throw new AbiException("its types are not the ones that the wallet knows");
        }
    }

    private static Map<String, AbiValue> values(JsonNode object, List<MessageKind.Member> members) {
        requireMembers(object, members.stream().map(MessageKind.Member::name).toList(), "a part of it");
        Map<String, AbiValue> out = new LinkedHashMap<>();
        members.forEach(member -> out.put(member.name(), TypedJson.read(member.type(), object.path(member.name()))));
        return out;
    }

    private Meaning meaning(Parsed parsed, Network network, Address signer, Targets targets, Names names) {
        Optional<Address> contract = contract(parsed);
        boolean onChain = parsed.domain().containsKey("chainId") && contract.isPresent();
        Target target = contract.map(targets::at).orElseGet(Target.Person::new);
        return switch (parsed.kind().domain()) {
            case OURS -> {
                if (!parsed.domain().equals(Map.of("name", text("Cultivar"), "version", text("1")))) {
                    throw new AbiException("its domain is not this project's");
                }
                yield plain(parsed, signer, names);
            }
            case REWARDS -> {
                if (!onChain || !isOfRewards(parsed) || !target.equals(new Target.Own("Rewards"))) {
                    throw new AbiException("the contract that it is for is not this project's contract of rewards");
                }
                yield new Vouchers(words, names, targets, network).meaning(parsed.message(), contract.get(), signer);
            }
            case TOKEN -> {
                if (!onChain || !(target instanceof Target.Coinlike kind)) {
                    throw new AbiException("the contract that it is for is no token on " + network.label());
                }
                yield permit(parsed, kind, contract.get(), signer, names);
            }
        };
    }

    private static boolean isOfRewards(Parsed parsed) {
        return !parsed.domain().containsKey("salt")
                && text("Cultivar rewards").equals(parsed.domain().get("name"))
                && text("1").equals(parsed.domain().get("version"));
    }

    /** The message of a kind that says by its members all there is. */
    private Meaning plain(Parsed parsed, Address signer, Names names) {
        String type = parsed.kind().type();
        List<Line> lines = new ArrayList<>();
        List<Object> shown = new ArrayList<>();
        parsed.message().forEach((name, value) -> {
            String label = words.find("message." + type + "." + name)
                    .or(() -> words.find("parameter." + name))
                    .orElse(name);
            boolean machine = value instanceof AbiValue.Bytes || value instanceof AbiValue.Account;
            String whole = value instanceof AbiValue.Account(Address address) ? names.full(address) : value.shown();
            lines.add(machine ? Line.machine(label, whole) : Line.words(label, whole));
            shown.add(value instanceof AbiValue.Account(Address address) ? names.orShort(address) : value.shown());
        });
        List<Caution> cautions = new ArrayList<>();
        if (parsed.message().get("contributor") instanceof AbiValue.Account(Address named) && !named.equals(signer)) {
            cautions.add(Caution.warning(words.get("caution.other.signer", names.orShort(named))));
        }
        String sentence =
                words.find("message." + type, shown.toArray()).orElseGet(() -> words.get("message.own", type));
        return new Meaning.Known(sentence, lines, cautions, Optional.empty());
    }

    private Meaning permit(Parsed parsed, Target.Coinlike kind, Address token, Address signer, Names names) {
        Map<String, AbiValue> message = parsed.message();
        if (!(message.get("owner") instanceof AbiValue.Account(Address owner))
                || !(message.get("spender") instanceof AbiValue.Account(Address spender))
                || !(message.get("value") instanceof AbiValue.Whole(BigInteger value))
                || !(message.get("deadline") instanceof AbiValue.Whole(BigInteger deadline))) {
            throw new AbiException("it is no permit");
        }
        if (!owner.equals(signer)) {
            throw new AbiException("it is for the tokens of another account");
        }
        TokenCalls calls = new TokenCalls(words, names, token);
        Meaning meaning = calls.allowance(
                kind, spender, value, List.of(Line.words(words.get("line.until"), calls.time(deadline))));
        return switch (meaning) {
            case Meaning.Known(String sentence, List<Line> lines, List<Caution> cautions, Optional<Address> to) -> {
                List<Caution> all = new ArrayList<>(cautions);
                all.add(Caution.note(words.get("caution.permit")));
                yield new Meaning.Known(sentence, lines, all, to);
            }
            case Meaning.Unknown _, Meaning.Forbidden _ -> meaning;
        };
    }

    private static Optional<Address> contract(Parsed parsed) {
        return parsed.domain().get("verifyingContract") instanceof AbiValue.Account(Address address)
                ? Optional.of(address)
                : Optional.empty();
    }

    private static AbiValue text(String value) {
        return new AbiValue.Text(value);
    }

    private static String write(Parsed parsed) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode types = root.putObject("types");
        types(
                types.putArray(DOMAIN),
                DOMAIN_MEMBERS.stream()
                        .filter(member -> parsed.domain().containsKey(member.name()))
                        .toList());
        types(types.putArray(parsed.kind().type()), parsed.kind().members());
        root.put("primaryType", parsed.kind().type());
        ObjectNode domain = root.putObject("domain");
        parsed.domain().forEach((name, value) -> domain.set(name, TypedJson.write(value)));
        ObjectNode message = root.putObject("message");
        parsed.message().forEach((name, value) -> message.set(name, TypedJson.write(value)));
        return root.toString();
    }

    private static void types(ArrayNode into, List<MessageKind.Member> members) {
        members.forEach(member -> into.addObject().put("name", member.name()).put("type", member.type()));
    }
}
