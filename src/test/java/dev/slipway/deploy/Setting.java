package dev.slipway.deploy;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Variables and their values, as the manifests of the application name them. */
record Setting(String place, String name, String value) {
  private static final Path LIST = Path.of("docs", "configuration.md");
  private static final Pattern LISTED = Pattern.compile("`([A-Z][A-Z_]+)`( †)?");
  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|ACCESS_KEY|SECRET_KEY|TOKEN|JAAS_CONFIG|ROOT_USER)(_FILE)?");

  /** Every variable that a container gets, and every entry of a ConfigMap that could be one. */
  static Stream<Setting> of(Manifest manifest) {
    var inPods =
        manifest
            .containers()
            .flatMap(container -> Manifest.each(container.path("env")))
            .map(one -> of(manifest, one.path("name").asText(), one.path("value").asText()));
    var inMaps =
        manifest.at("/data").properties().stream()
            .filter(entry -> manifest.kind().equals("ConfigMap"))
            .map(entry -> of(manifest, entry.getKey(), entry.getValue().asText()));
    return Stream.concat(inPods, inMaps.filter(one -> one.name.matches("[A-Z_]+")));
  }

  /** What docs/configuration.md lists; a test holds that against the code. */
  static Set<String> known() throws IOException {
    return LISTED
        .matcher(Files.readString(LIST))
        .results()
        .flatMap(
            found ->
                found.group(2) == null
                    ? Stream.of(found.group(1))
                    : Stream.of(found.group(1), found.group(1) + "_FILE"))
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
