package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;

/** The manifests are valid, both as written and as rendered by each overlay. */
class KubernetesManifestsTest {
  private static final Path APPLICATION = Manifests.FOLDER.resolve("base/application.yaml");

  static List<Manifest> written() throws IOException {
    return Manifests.written();
  }

  static List<String> overlays() {
    return Manifests.OVERLAYS;
  }

  @ParameterizedTest
  @MethodSource("written")
  void manifestIsValid(Manifest manifest) {
    assertThat(KubernetesSchema.problems(manifest)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          livenessProbe:    | livenesProbe:      | livenesProbe: not known
          containerPort: 80 | containerPort: x80 | containerPort: is no whole number
          maxSurge: 1       | maxSurge: 1.5      | maxSurge: is no number or text
          periodSeconds: 2  | periodSeconds: "2" | periodSeconds: is no whole number
          value: "false"    | value: false       | value: is no text
          drop: [ALL]       | drop: ALL          | drop: is no list
          image: slipway:latest | image: [a]     | image: is no text
          sizeLimit: 256Mi  | sizeLimit: 256 MB  | sizeLimit: is no quantity
          sizeLimit: 256Mi  | sizeLimit:         | sizeLimit: is empty
          runAsNonRoot: true | runAsNonRoot: 1   | runAsNonRoot: is neither true nor false
          mountPath: /tmp   | readOnly: true     | volumeMounts[1].mountPath: is missing
          selector:         | select:            | spec.selector: is missing
          kind: Deployment  | kind: Deploymant   | apps/v1 Deploymant: not known
          apps/v1           | apps/v1beta1       | apps/v1beta1 Deployment: not known
          name: slipway     | nam: slipway       | has no name
          """)
  void schemaReportsErrors(String right, String wrong, String problem) throws IOException {
    var text = Files.readString(APPLICATION);
    assertThat(text).contains(right);

    var changed = Manifest.read("changed", text.replaceFirst(Pattern.quote(right), wrong)).get(0);

    assertThat(KubernetesSchema.problems(changed)).anyMatch(found -> found.endsWith(problem));
  }

  @Test
  void rejectsDuplicateKeys() {
    assertThatThrownBy(() -> Manifest.read("twice", "kind: Service\nkind: Service\n"))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void kustomizationsListEveryFile() throws IOException {
    try (var files = Files.walk(Manifests.FOLDER)) {
      for (var file : files.filter(KubernetesManifestsTest::isManifest).toList()) {
        var kustomization = Files.readString(file.resolveSibling("kustomization.yaml"));
        assertThat(kustomization).as(file.toString()).contains(file.getFileName().toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void overlayRendersToValidManifests(String overlay, @TempDir Path copy) throws Exception {
    assumeRenderer();

    var rendered = Manifests.rendered(Manifests.copyTo(copy).resolve("overlays").resolve(overlay));

    assertThat(rendered)
        .hasSizeGreaterThan(12)
        .allSatisfy(manifest -> assertThat(KubernetesSchema.problems(manifest)).isEmpty());
    assertThat(rendered)
        .filteredOn(manifest -> !manifest.is("Namespace", "slipway"))
        .isNotEmpty()
        .allMatch(manifest -> manifest.at("/metadata/namespace").asText().equals("slipway"));
  }

  @Test
  void kafkaComponentRendersToValidManifests(@TempDir Path copy) throws Exception {
    assumeRenderer();
    var overlay = Manifests.copyTo(copy).resolve("overlays/production");
    var file = overlay.resolve("kustomization.yaml");
    var changed = Files.readString(file).replace("components/monitoring", "components/kafka");
    Files.writeString(file, changed);

    var rendered = Manifests.rendered(overlay);

    assertThat(rendered)
        .isNotEmpty()
        .allSatisfy(manifest -> assertThat(KubernetesSchema.problems(manifest)).isEmpty());
    assertThat(rendered)
        .filteredOn(manifest -> manifest.kind().equals("ConfigMap"))
        .extracting(manifest -> manifest.at("/data/SLIPWAY_NOTIFICATIONS_TRANSPORT").asText())
        .contains("kafka");
  }

  private static void assumeRenderer() {
    assumeTrue(Manifests.renderer().isPresent(), "Overlays are rendered by kubectl or kustomize");
  }

  private static boolean isManifest(Path file) {
    var name = file.toString();
    return name.matches(".*\\.(yaml|env)")
        && !name.endsWith("kustomization.yaml")
        && !name.contains("secrets");
  }
}
