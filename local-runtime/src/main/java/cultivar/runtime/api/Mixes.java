package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.serve.AdapterMix;
import java.util.ArrayList;
import java.util.List;

/**
 * Who shall answer: {@code model} is the base's name or an adapter's, as with vLLM, or {@code base:adapter}, as with
 * SGLang; {@code adapters} beside the base's name is a weighted sum, which is this program's own.
 */
final class Mixes {
    private final String base;
    private final Adapters adapters;

    Mixes(String base, Adapters adapters) {
        this.base = base;
        this.adapters = adapters;
    }

    /** The name that an answer bears. */
    String name(Fields fields) {
        return fields.text("model").orElse(base);
    }

    AdapterMix of(Fields fields) {
        String model = name(fields);
        List<AdapterMix.Part> parts = new ArrayList<>();
        for (Fields part : fields.objects("adapters")) {
            String name = part.requiredText("name");
            adapters.require(name, part.param("name"));
            parts.add(new AdapterMix.Part(name, part.number("strength", 1, 0, AdapterMix.MOST)));
        }
        if (model.equals(base) || model.isEmpty()) {
            return sum(parts);
        }
        String name = model.startsWith(base + ":") ? model.substring(base.length() + 1) : model;
        adapters.require(name, "model");
        if (!parts.isEmpty()) {
            throw ApiException.invalid("adapters", "With adapters the model must be the base, " + base + ".");
        }
        return AdapterMix.of(name);
    }

    private static AdapterMix sum(List<AdapterMix.Part> parts) {
        try {
            return new AdapterMix(parts);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("adapters", String.valueOf(e.getMessage()));
        }
    }
}
