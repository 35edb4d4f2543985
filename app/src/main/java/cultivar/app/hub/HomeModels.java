package cultivar.app.hub;

import cultivar.app.home.Home;
import cultivar.finetune.AdapterRecord;
import cultivar.runtime.hub.Hub;
import cultivar.runtime.hub.HubEnvironment;
import cultivar.runtime.hub.HubToken;
import cultivar.runtime.hub.KnownFolders;
import cultivar.runtime.hub.LocalRepositories;
import cultivar.runtime.hub.LocalRepository;
import cultivar.runtime.hub.RepoId;
import cultivar.runtime.hub.RepoKind;
import cultivar.runtime.hub.TokenFile;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.seedling.Seedling;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a home has of models and adapters, by the names that people give them, and its hub. */
public final class HomeModels {
    /** The key of {@code settings.json} that names a hub in place of the public one. */
    public static final String ENDPOINT_SETTING = "hubEndpoint";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Home home;
    private final Map<String, String> variables;
    private final LocalRepositories local;
    private final KnownFolders known;

    /** @param variables the process's environment, in which Hugging Face's tools are set up as well */
    public HomeModels(Home home, Map<String, String> variables) {
        this.home = home;
        this.variables = Map.copyOf(variables);
        this.known = new KnownFolders(home.models().resolve("folders.json"));
        this.local = new LocalRepositories(
                home.models(), home.adapters(), environment().cache(), known);
    }

    /** The hub's address and token as they are set now. */
    public HubEnvironment environment() {
        return new HubEnvironment(
                variables, Path.of(System.getProperty("user.home", ".")), new TokenFile(home.hubToken()), endpoint());
    }

    private String endpoint() {
        try {
            return Files.isRegularFile(home.settings())
                    ? JSON.readTree(Files.readAllBytes(home.settings()))
                            .path(ENDPOINT_SETTING)
                            .asString("")
                    : "";
        } catch (IOException | JacksonException e) {
            // Settings that cannot be read count as none, here as in the window.
            return "";
        }
    }

    /** The hub as it is set up now; to be closed after use. */
    public Hub open() {
        return Hub.open(environment(), home.models(), home.adapters(), local);
    }

    /**
     * Keeps a token for the hub, once the hub has said that it knows it.
     *
     * @return the name of its account
     * @throws cultivar.runtime.hub.HubException if the hub does not accept it or cannot be asked
     */
    public String keepToken(String typed) {
        HubEnvironment environment = environment();
        HubToken token = HubToken.of(typed, "typing");
        String account = Hub.account(environment, token);
        environment.ownToken().write(token);
        return account;
    }

    /** What is on this machine, whoever put it there. */
    public LocalRepositories local() {
        return local;
    }

    /** The folders elsewhere that the user has shown to the studio. */
    public KnownFolders known() {
        return known;
    }

    /** The names of the base models at hand, the one in the box first. */
    public List<String> bases() {
        List<String> names = new ArrayList<>(List.of(Seedling.NAME));
        local.models().stream()
                .map(LocalRepository::name)
                .filter(name -> !name.equals(Seedling.NAME))
                .forEach(names::add);
        return List.copyOf(names);
    }

    /**
     * The folder of a base model. The one in the box is put there if need be.
     *
     * @param named {@code seedling}, a folder, a folder's name in the home, or {@code OWNER/NAME} as on the hub
     * @throws ModelMissingException if that name is none of a model on this machine
     */
    public Path model(String named) {
        if (named.equals(Seedling.NAME) && !Files.exists(Path.of(named))) {
            return Seedling.install(home.make().models());
        }
        return folder(named, RepoKind.MODEL, home.models());
    }

    /**
     * The folder of an adapter.
     *
     * @param named a folder, an adapter's name in the home, or {@code OWNER/NAME} as on the hub
     * @throws ModelMissingException if that name is none of an adapter on this machine
     */
    public Path adapter(String named) {
        return folder(named, RepoKind.ADAPTER, home.adapters());
    }

    /**
     * The folder of the base that an adapter was trained on: the one in its record, or else the one that its configuration
     * names, or else the one in the box.
     *
     * @throws ModelMissingException if that base is not on this machine
     */
    public Path baseOf(Path adapterFolder) {
        Optional<Path> recorded =
                AdapterRecord.read(adapterFolder).map(AdapterRecord::baseFolder).filter(Files::isDirectory);
        return recorded.orElseGet(() -> model(PeftFolder.base(adapterFolder).orElse(Seedling.NAME)));
    }

    private Path folder(String named, RepoKind kind, Path shelf) {
        Path path = Path.of(named);
        if (Files.exists(path)) {
            return path;
        }
        if (Files.isDirectory(shelf.resolve(path))) {
            return shelf.resolve(path);
        }
        Optional<RepoId> id = RepoId.find(named.replace(File.separatorChar, '/'));
        if (id.isEmpty()) {
            // Whoever opens it says that there is no such folder.
            return path;
        }
        return local.find(id.get(), kind)
                .map(LocalRepository::folder)
                .orElseThrow(() -> new ModelMissingException(id.get() + " is neither a folder nor on this machine."
                        + " Download it with `cultivar hub download " + id.get() + "`."));
    }
}
