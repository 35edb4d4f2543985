package cultivar.app.publish.view;

import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the manifest as it would be published now, for the preview and the hashes. */
final class Drafting {
    private final PublishServices services;
    private final PublishModel model;
    private final Messages messages;
    private @Nullable Task<?> drafting;

    Drafting(PublishServices services, PublishModel model, Messages messages) {
        this.services = services;
        this.model = model;
        this.messages = messages;
    }

    /** Begins anew, whatever is being computed. */
    void redraft() {
        if (drafting != null) {
            drafting.cancel();
            drafting = null;
        }
        Candidate candidate = model.candidate().get();
        Optional<Account> account = services.wallet().account();
        if (candidate == null
                || candidate.problem() != null
                || candidate.evaluation() == null
                || model.name().get().isBlank()) {
            model.manifest().set(null);
            model.hashing().set("");
            return;
        }
        Address creator = account.map(Account::address).orElse(Address.ZERO);
        String name = model.name().get().strip();
        String description = model.description().get().strip();
        drafting = services.tasks()
                .load(
                        messages.get("publish.task.hash"),
                        context -> services.publisher().draft(candidate, name, description, creator))
                .onResult(made -> {
                    model.manifest().set(made);
                    model.hashing().set("");
                })
                .onFailure(error -> {
                    model.manifest().set(null);
                    model.hashing().set(PublishScreen.line(error));
                });
    }
}
