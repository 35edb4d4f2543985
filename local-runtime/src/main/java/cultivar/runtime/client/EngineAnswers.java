package cultivar.runtime.client;

import cultivar.runtime.EngineInfo;
import cultivar.runtime.job.JobException;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.text.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chats that the engine's process answers, on one base and with any adapters beside it. Every call blocks, and throws {@link
 * JobException} with one line where the engine cannot or will not. Safe for several threads.
 */
public final class EngineAnswers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATH_DIGITS = 8;
    private static final int LONGEST_NAME = 150;

    private final EngineLink link;

    public EngineAnswers(EngineLink link) {
        this.link = link;
    }

    /**
     * Has the engine answer on a checkpoint folder, which may take a while the first time; changes nothing after that.
     *
     * @param name by which clients call it
     * @param budget a new one holds as soon as no answer is under way
     */
    public ServedBase serve(Path folder, String name, AdapterBudget budget) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", folder.toAbsolutePath().normalize().toString())
                .put("name", name)
                .put("ready_bytes", budget.readyBytes())
                .put("warm_bytes", budget.warmBytes());
        JsonNode served = link.ask(client -> client.serve(body));
        JsonNode engine = served.path("engine");
        return new ServedBase(
                served.path("model").asString(""),
                Path.of(served.path("root").asString("")),
                served.path("max_model_len").asInt(0),
                BaseType.named(served.path("dtype").asString("")),
                new EngineInfo(
                        engine.path("device").asString(""),
                        engine.path("reason").asString(""),
                        engine.path("version").asString(""),
                        engine.path("threads").asInt(0)));
    }

    /** Where its adapters lie now; empty before it answers on a base. Starts no engine. */
    public Optional<AdapterTiers> tiers() {
        return link.connected()
                .map(EngineClient::serving)
                .filter(now -> now.has("adapters"))
                .map(now -> {
                    JsonNode tiers = now.path("adapters");
                    return new AdapterTiers(
                            tier(tiers.path("ready")), tier(tiers.path("warm")), tier(tiers.path("cold")));
                });
    }

    private static AdapterTiers.Tier tier(JsonNode tier) {
        return new AdapterTiers.Tier(
                tier.path("count").asLong(0),
                tier.path("bytes").asLong(0),
                tier.path("hits").asLong(0));
    }

    /**
     * The name by which the engine knows the adapter of a PEFT folder. Those of the home it has by their folders' names, also
     * where they have changed; others are shown to it.
     */
    public String adapter(ServedBase base, Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        String name = String.valueOf(whole.getFileName());
        if (link.home().adapters().toAbsolutePath().normalize().equals(whole.getParent())
                && !name.startsWith(".")
                && !name.equals(base.name())
                && PeftFolder.isAdapter(whole)) {
            return name;
        }
        String own = name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "@" + digits(whole);
        ObjectNode body = JSON.createObjectNode()
                .put("lora_name", own)
                .put("lora_path", whole.toString())
                // It may be there already, or may have changed since.
                .put("load_inplace", true);
        link.ask(client -> client.load(body));
        return own;
    }

    /** Two folders of one name are two adapters. */
    private static String digits(Path path) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(path.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, PATH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** SHA-256 of an adapter's weights as the engine read them, in lower-case hex; empty where that cannot be told. */
    public String hash(String adapter) {
        return link.ask(client -> client.model(adapter))
                .path("cultivar")
                .path("sha256")
                .asString("");
    }

    /** How many tokens a chat comes to, up to where its answer begins. */
    public int tokens(List<ChatMessage> chat) {
        ObjectNode body = JSON.createObjectNode();
        body.set("messages", EngineQuestion.messages(chat));
        return link.ask(client -> client.tokenize(body)).path("count").asInt(0);
    }

    /** Makes ready to ask; nothing is asked before {@link EngineAnswer#await}. */
    public EngineAnswer ask(ServedBase base, EngineQuestion question) {
        return new EngineAnswer(link, base, question);
    }
}
