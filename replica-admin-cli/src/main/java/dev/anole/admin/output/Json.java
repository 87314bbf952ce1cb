package dev.anole.admin.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.anole.contract.GtidSet;
import dev.anole.contract.TableId;
import java.nio.file.Path;
import java.time.Instant;

/** Documents as programs read them: snake_case keys, times in ISO 8601, missing values as null. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(GtidSet.class, ToStringSerializer.instance)
                    .addSerializer(TableId.class, ToStringSerializer.instance))
            .build();

    private Json() {}
}
