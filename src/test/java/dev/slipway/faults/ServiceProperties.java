package dev.slipway.faults;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.ExternalProgram;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the settings that embedded services print when they have started. */
final class ServiceProperties {
  private ServiceProperties() {}

  static Map<String, String> of(ExternalProgram program) {
    return program.readUntil(EmbeddedServicesMain.STARTED).stream()
        .map(line -> line.split("=", 2))
        .filter(property -> property.length == 2)
        .collect(Collectors.toMap(property -> property[0], property -> property[1]));
  }
}
