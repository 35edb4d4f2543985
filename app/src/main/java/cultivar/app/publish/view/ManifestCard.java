package cultivar.app.publish.view;

import cultivar.ui.control.CodeBlock;
import cultivar.ui.text.Messages;
import cultivar.wallet.registry.Manifest;
import java.nio.charset.StandardCharsets;
import javafx.scene.control.TitledPane;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The manifest as it would be published, for those who want to read it. */
final class ManifestCard extends TitledPane {
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    ManifestCard(PublishModel model, Messages messages) {
        CodeBlock code = new CodeBlock("");
        setText(messages.get("publish.manifest"));
        setContent(code);
        setExpanded(false);
        setAnimated(false);
        getStyleClass().add("publish-manifest");
        model.manifest()
                .subscribe(manifest -> code.textProperty()
                        .set(manifest == null ? messages.get("publish.manifest.none") : pretty(manifest)));
    }

    private static String pretty(Manifest manifest) {
        String canonical = new String(manifest.bytes(), StandardCharsets.UTF_8);
        return PRETTY.writeValueAsString(PRETTY.readTree(canonical)).replace("\r\n", "\n");
    }
}
