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
            AdapterMix.Part one = part(part);
            adapters.require(one.name(), part.param("name"));
            parts.add(one);
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

    /** Other strengths for the adapters of an answer that is being made. Whether they are its own, it says itself. */
    AdapterMix strengths(Fields fields) {
        if (!fields.has("adapters")) {
            throw fields.wrong("adapters", "a list of the answer's adapters with their strengths");
        }
        List<AdapterMix.Part> parts = new ArrayList<>();
        fields.objects("adapters").forEach(part -> parts.add(part(part)));
        return sum(parts);
    }

    private static AdapterMix.Part part(Fields fields) {
        return new AdapterMix.Part(fields.requiredText("name"), fields.number("strength", 1, 0, AdapterMix.MOST));
    }

    private static AdapterMix sum(List<AdapterMix.Part> parts) {
        try {
            return new AdapterMix(parts);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("adapters", String.valueOf(e.getMessage()));
        }
    }
}
