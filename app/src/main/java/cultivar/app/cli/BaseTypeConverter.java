package cultivar.app.cli;

import cultivar.runtime.quant.BaseType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a type, as recipes spell it. */
final class BaseTypeConverter implements ITypeConverter<BaseType> {
    @Override
    public BaseType convert(String name) {
        try {
            return BaseType.named(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
