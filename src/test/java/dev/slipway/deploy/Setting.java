package dev.slipway.deploy;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An environment variable with its value, as a manifest sets it. */
record Setting(String place, String name, String value) {
  private static final Path LIST = Path.of("docs", "configuration.md");
  private static final Pattern LISTED = Pattern.compile("`([A-Z][A-Z_]+)`( †)?");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(PASSWORD|ACCESS_KEY|SECRET_KEY|METADATA_KEY|TOKEN|JAAS_CONFIG|ROOT_USER)(_FILE)?");

  /** Returns the variables of all containers, and ConfigMap entries that have a variable's name. */
  static Stream<Setting> of(Manifest manifest) {
    var inPods =
        manifest
            .containers()
            .flatMap(container -> Manifest.each(container.path("env")))
            .map(entry -> of(manifest, entry.path("name").asText(), entry.path("value").asText()));
    var inMaps =
        manifest.at("/data").properties().stream()
            .filter(entry -> manifest.kind().equals("ConfigMap"))
            .map(entry -> of(manifest, entry.getKey(), entry.getValue().asText()));
    return Stream.concat(inPods, inMaps.filter(setting -> setting.name.matches("[A-Z_]+")));
  }

  /**
   * Returns the variables that docs/configuration.md lists; another test compares it with the code.
   */
  static Set<String> known() throws IOException {
    return LISTED
        .matcher(Files.readString(LIST))
        .results()
        .flatMap(
            match ->
                match.group(2) == null
                    ? Stream.of(match.group(1))
                    : Stream.of(match.group(1), match.group(1) + "_FILE"))
        .collect(toSet());
  }

  boolean isOfTheApplication() {
    return name.startsWith("SLIPWAY_") || name.startsWith("QUARKUS_") || name.startsWith("KAFKA_");
  }

  boolean isSecret() {
    return SECRET.matcher(name).matches();
  }

  private static Setting of(Manifest manifest, String name, String value) {
    return new Setting(manifest.toString(), name, value);
  }
}
