package cultivar.wallet.registry;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** A registration with one field replaced. */
record Changed(OnChainRegistration before) {
    static Changed of(OnChainRegistration before) {
        return new Changed(before);
    }

    OnChainRegistration with(String field, Object value) throws ReflectiveOperationException {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : OnChainRegistration.class.getRecordComponents()) {
            types.add(component.getType());
            values.add(
                    component.getName().equals(field)
                            ? value
                            : component.getAccessor().invoke(before));
        }
        Constructor<OnChainRegistration> all =
                OnChainRegistration.class.getDeclaredConstructor(types.toArray(Class[]::new));
        return all.newInstance(values.toArray());
    }
}
