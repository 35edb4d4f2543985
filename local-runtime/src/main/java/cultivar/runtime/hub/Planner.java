package cultivar.runtime.hub;

import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.hub.HubException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Chooses what the engine needs of a repository, and refuses one that it could not run before anything large comes. */
final class Planner {
    private static final Set<String> SMALL = Set.of(
            Layout.CONFIG,
            "generation_config.json",
            Layout.TOKENIZER,
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt");
    private static final Pattern TEMPLATE = Pattern.compile("chat_template[A-Za-z0-9_.-]{0,60}");
    private static final Pattern PAPERS =
            Pattern.compile("(?i)README\\.md|(?:LICENSE|NOTICE|USE_POLICY)(?:\\.\\w{1,4})?");
    private static final long LARGEST_PAPER = 1 << 20;

    private final HubClient client;

    Planner(HubClient client) {
        this.client = client;
    }

    DownloadPlan plan(RepoRevision asked, BooleanSupplier cancelled) {
        HubRepository repository = client.repository(asked, cancelled);
        boolean adapter = repository.file(Layout.ADAPTER_CONFIG).isPresent()
                && repository.file(Layout.WEIGHTS).isEmpty()
                && repository.file(Layout.INDEX).isEmpty();
        DownloadPlan plan = adapter ? adapter(repository, cancelled) : model(repository, cancelled);
        for (HubFile file : plan.files()) {
            if (!file.canBeChecked()) {
                throw new HubException(
                        Reason.REFUSED,
                        asked + " comes without a checksum for " + file.name() + ". Set another hub address.");
            }
        }
        return plan;
    }

    private DownloadPlan model(HubRepository repository, BooleanSupplier cancelled) {
        HubFile config = repository
                .file(Layout.CONFIG)
                .orElseThrow(() -> unsupported(repository, "has no config.json, so it is no checkpoint"));
        if (repository.file(Layout.WEIGHTS).isEmpty()
                && repository.file(Layout.INDEX).isEmpty()) {
            throw unsupported(repository, "has no safetensors weights" + instead(repository));
        }
        if (repository.file(Layout.TOKENIZER).isEmpty()) {
            throw unsupported(repository, "has no tokenizer.json");
        }
        try {
            var _ = DecoderSpec.of(client.json(repository, config, cancelled));
        } catch (CheckpointException e) {
            throw new HubException(Reason.UNSUPPORTED, repository.asked() + ": " + e.getMessage(), e);
        }
        List<HubFile> files = new ArrayList<>();
        for (HubFile file : repository.files()) {
            if (SMALL.contains(file.name()) || TEMPLATE.matcher(file.name()).matches() || isPaper(file)) {
                files.add(file);
            }
        }
        files.addAll(weights(repository, cancelled));
        return new DownloadPlan(repository, RepoKind.MODEL, files, Optional.empty());
    }

    private List<HubFile> weights(HubRepository repository, BooleanSupplier cancelled) {
        Optional<HubFile> single = repository.file(Layout.WEIGHTS);
        if (single.isPresent()) {
            return List.of(single.get());
        }
        HubFile index = repository.file(Layout.INDEX).orElseThrow();
        Set<String> shards = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry :
                client.json(repository, index, cancelled).path("weight_map").properties()) {
            shards.add(entry.getValue().asString(""));
        }
        List<HubFile> files = new ArrayList<>(List.of(index));
        for (String shard : shards) {
            // A shard lies beside its index.
            HubFile file = repository
                    .file(shard)
                    .filter(found -> !found.name().contains("/"))
                    .orElse(null);
            if (file == null) {
                throw unsupported(repository, "is incomplete: it has no file " + shard);
            }
            files.add(file);
        }
        if (shards.isEmpty()) {
            throw unsupported(repository, "has an index that names no weights");
        }
        return files;
    }

    private DownloadPlan adapter(HubRepository repository, BooleanSupplier cancelled) {
        HubFile config = repository.file(Layout.ADAPTER_CONFIG).orElseThrow();
        HubFile weights = repository
                .file(Layout.ADAPTER_WEIGHTS)
                .orElseThrow(() -> unsupported(repository, "has no adapter_model.safetensors" + instead(repository)));
        JsonNode json = client.json(repository, config, cancelled);
        String type = json.path("peft_type").asString("missing");
        if (!type.equals("LORA")) {
            throw unsupported(repository, "is no LoRA adapter (its peft_type is " + type + ")");
        }
        List<HubFile> files = new ArrayList<>(List.of(config));
        repository.files().stream().filter(Planner::isPaper).forEach(files::add);
        files.add(weights);
        Optional<RepoId> base = RepoId.find(json.path("base_model_name_or_path").asString(""))
                .or(() -> HubModel.base(repository.tags()));
        return new DownloadPlan(repository, RepoKind.ADAPTER, files, base);
    }

    private static boolean isPaper(HubFile file) {
        return PAPERS.matcher(file.name()).matches() && file.size() <= LARGEST_PAPER;
    }

    /** What a repository has in place of safetensors. */
    private static String instead(HubRepository repository) {
        for (String ending : List.of(".gguf", ".bin", ".onnx", ".pt", ".pth", ".h5", ".msgpack")) {
            if (repository.files().stream().anyMatch(file -> file.name().endsWith(ending))) {
                return " (only " + ending + " files)";
            }
        }
        return "";
    }

    private static HubException unsupported(HubRepository repository, String why) {
        return new HubException(
                Reason.UNSUPPORTED,
                repository.asked() + " " + why + ". Choose a repository that transformers or PEFT can load from"
                        + " safetensors.");
    }
}
