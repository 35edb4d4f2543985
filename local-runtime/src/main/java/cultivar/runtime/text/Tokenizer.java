package cultivar.runtime.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import cultivar.runtime.lifetime.NativeLifetime;
import cultivar.runtime.text.TokenizerFile.AddedToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's tokenizer. Text that people write in a conversation never becomes a control token: only a
 * {@link RenderedChat} has them, where its template wrote them, and a prompt whose writer answers for all of it. Any
 * number of threads may use one tokenizer; closing it waits for them.
 */
public final class Tokenizer implements AutoCloseable {
    /** Letters of a text whose tokens take some tens of megabytes for a moment. */
    private static final int LARGE = 1 << 16;

    /** For one large text at a time: where memory runs out the native side ends the whole process. */
    private static final Lock ONE_LARGE = new ReentrantLock();

    private final NativeLifetime lifetime = new NativeLifetime("tokenizer");
    private final HuggingFaceTokenizer nativeTokenizer;
    private final Map<String, Integer> ids;
    private final @Nullable String[] names;
    private final ControlTokens control;
    private final Set<Integer> specialIds;
    private final Set<Integer> addedIds;
    private final Map<String, String> namedTokens;
    private final Set<Integer> endIds;
    private final PieceSpelling spelling;
    private final TokensAround around;
    private @Nullable TokenTrie trie;

    private Tokenizer(CheckpointText checkpoint, TokenizerFile file) {
        this.nativeTokenizer = load(checkpoint.folder(), file.json());
        this.ids = Map.copyOf(file.ids());
        this.names = new @Nullable String[file.vocabularySize()];
        ids.forEach((name, id) -> names[id] = name);
        this.control = new ControlTokens(file.added());
        this.namedTokens = checkpoint.namedTokens();
        Set<Integer> special = new TreeSet<>();
        for (AddedToken token : file.added()) {
            names[token.id()] = token.content();
            if (token.control()) {
                special.add(token.id());
            }
        }
        this.specialIds = Set.copyOf(special);
        this.addedIds = file.added().stream().map(AddedToken::id).collect(Collectors.toUnmodifiableSet());
        this.endIds = endIds(checkpoint);
        this.spelling = file.spelling();
        this.around = file.around();
    }

    /**
     * Opens the tokenizer of a checkpoint folder ({@code tokenizer.json} and, where present,
     * {@code tokenizer_config.json}, {@code special_tokens_map.json} and the generation settings).
     *
     * @throws TokenizerException if a file is missing or damaged
     */
    public static Tokenizer open(Path checkpointFolder) {
        CheckpointText checkpoint = CheckpointText.of(checkpointFolder);
        Tokenizer tokenizer = new Tokenizer(checkpoint, TokenizerFile.read(checkpoint));
        try {
            tokenizer.verify();
        } catch (TokenizerException e) {
            tokenizer.close();
            throw e;
        }
        return tokenizer;
    }

    private static HuggingFaceTokenizer load(Path folder, String json) {
        // Without these the library may look for a GPU build of itself on the net.
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        System.setProperty("RUST_FLAVOR", System.getProperty("RUST_FLAVOR", "cpu"));
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), options);
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new TokenizerException(
                    folder.resolve("tokenizer.json") + " is damaged or of an unknown kind: "
                            + reason.lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Checks that the native side numbers the control tokens as the checkpoint does. */
    private void verify() {
        int[] expected = control.ids();
        int[] found = encodeNative(control.allAliases());
        if (!Arrays.equals(expected, found)) {
            throw new TokenizerException("tokenizer.json contradicts itself: the ids of its special tokens do not "
                    + "match its vocabulary");
        }
    }

    private Set<Integer> endIds(CheckpointText checkpoint) {
        Set<Integer> ends = new LinkedHashSet<>();
        Integer eos = ids.get(namedTokens.getOrDefault("eos_token", ""));
        if (eos != null) {
            ends.add(eos);
        }
        checkpoint.endIds().stream().filter(id -> id >= 0 && id < names.length).forEach(ends::add);
        return java.util.Collections.unmodifiableSet(ends);
    }

    /** The tokens of a text that somebody wrote: no control tokens, none added. */
    public int[] encode(String text) {
        return text.isEmpty() ? new int[0] : encodeNative(text);
    }

    /** The tokens of a rendered conversation: control tokens where the template wrote them, letters elsewhere. */
    public int[] encode(RenderedChat chat) {
        return chat.text().isEmpty() ? new int[0] : encodeNative(control.withAliases(chat.text(), chat::isTemplate));
    }

    /**
     * The tokens of a prompt that its writer answers for as a whole: the names of control tokens in it are those tokens, as
     * in a conversation that was rendered elsewhere. Never for what others wrote.
     *
     * @param surrounded whether the tokens that the checkpoint wants around a text are added, such as one that begins it. They
     *     are added also where the text has them already, as with vLLM: who renders them asks for none
     */
    public int[] encodePrompt(String text, boolean surrounded) {
        int[] ids = text.isEmpty() ? new int[0] : encodeNative(control.withAliases(text, (from, to) -> true));
        return surrounded ? around.around(ids) : ids;
    }

    private int[] encodeNative(String text) {
        if (text.length() < LARGE) {
            return encodeAtOnce(text);
        }
        ONE_LARGE.lock();
        try {
            return encodeAtOnce(text);
        } finally {
            ONE_LARGE.unlock();
        }
    }

    private int[] encodeAtOnce(String text) {
        Encoding encoding;
        try {
            encoding = lifetime.use(() -> nativeTokenizer.encode(wellFormed(text), false, false));
        } catch (RuntimeException e) {
            throw failed(e);
        }
        long[] found = encoding.getIds();
        int[] result = new int[found.length];
        for (int i = 0; i < found.length; i++) {
            result[i] = Math.toIntExact(found[i]);
        }
        return result;
    }

    private static TokenizerException failed(RuntimeException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new TokenizerException(
                "The tokenizer cannot handle this text: "
                        + reason.lines().findFirst().orElse(""),
                e);
    }

    /** Half a surrogate pair is no text; it becomes the replacement character before the native side sees it. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_16LE);
            }
        }
        return text;
    }

    /**
     * The text of some ids. One without a name has none: models often have more rows than their tokenizer has names.
     *
     * @param skipSpecial whether control tokens are left out
     * @throws IllegalArgumentException if an id is negative
     */
    public String decode(int[] tokens, boolean skipSpecial) {
        long[] known = new long[tokens.length];
        int count = 0;
        for (int id : tokens) {
            if (!tokenOf(id).isEmpty() && !(skipSpecial && specialIds.contains(id))) {
                known[count++] = id;
            }
        }
        if (count == 0) {
            return "";
        }
        try {
            long[] present = Arrays.copyOf(known, count);
            return control.withNames(lifetime.use(() -> nativeTokenizer.decode(present, false)));
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    /**
     * The bytes that a token stands for, which may be a part of a character only; those of its name where it is a control
     * token.
     *
     * @throws IllegalArgumentException if the id is negative
     */
    public byte[] bytes(int id) {
        String name = tokenOf(id);
        byte[] spelt = name.isEmpty() || addedIds.contains(id) ? null : spelling.bytes(name);
        return spelt == null ? decode(new int[] {id}, false).getBytes(StandardCharsets.UTF_8) : spelt;
    }

    /** Starts to decode ids one by one. */
    public TextStream stream() {
        return new TextStream(tokens -> decode(tokens, true));
    }

    /**
     * The tokens by the bytes that they stand for, without control and end tokens. A text's first token may lose a space before
     * it when it is decoded.
     */
    public synchronized TokenTrie trie() {
        TokenTrie made = trie;
        if (made == null) {
            byte[] @Nullable [] bytes = new byte[names.length][];
            for (int id = 0; id < names.length; id++) {
                String name = names[id];
                boolean isText = name != null && !specialIds.contains(id) && !endIds.contains(id);
                bytes[id] = isText ? spelling.bytes(name) : null;
            }
            made = TokenTrie.of(bytes);
            trie = made;
        }
        return made;
    }

    /** The id of a token, named as the checkpoint names it; -1 if there is none. */
    public int idOf(String token) {
        return ids.getOrDefault(token, -1);
    }

    /**
     * The token's name in the vocabulary (not its text: bytes are spelt in letters there); empty for an unused id.
     *
     * @throws IllegalArgumentException if the id is negative
     */
    public String tokenOf(int id) {
        if (id < 0) {
            throw new IllegalArgumentException("A token's id cannot be negative: " + id);
        }
        String name = id < names.length ? names[id] : null;
        return name == null ? "" : name;
    }

    /** The ids of control tokens. */
    public Set<Integer> specialIds() {
        return specialIds;
    }

    /**
     * The id of the token that ends a text.
     *
     * @throws TokenizerException if the checkpoint names none
     */
    public int eosId() {
        if (endIds.isEmpty()) {
            throw new TokenizerException("The checkpoint does not say which token ends a text");
        }
        return endIds.iterator().next();
    }

    /** All ids at which generation stops, {@link #eosId()} first; empty if the checkpoint names none. */
    public Set<Integer> endIds() {
        return endIds;
    }

    /** The token that ends a text, by name; empty if the checkpoint names none. */
    public String eosToken() {
        return namedTokens.getOrDefault("eos_token", endIds.isEmpty() ? "" : tokenOf(eosId()));
    }

    /** The token that begins a text, by name; empty if there is none. */
    public String bosToken() {
        return namedTokens.getOrDefault("bos_token", "");
    }

    /** One more than the largest id; a model's own vocabulary may be larger for the sake of round numbers. */
    public int vocabularySize() {
        return names.length;
    }

    /** {@code bos_token}, {@code eos_token} and their kin, as templates call them. */
    public Map<String, String> namedTokens() {
        return Map.copyOf(namedTokens);
    }

    @Override
    public void close() {
        lifetime.end(nativeTokenizer::close);
    }

    /** For tests: the words that stand for control tokens on the native side. */
    List<String> aliases() {
        return control.aliases();
    }
}
