package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Asvs;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Selectors match pods, and network policies allow only the necessary traffic. */
@ParameterizedClass
@MethodSource("dev.slipway.deploy.Manifests#sets")
class KubernetesNetworkTest {
  private static final int PUBLIC = 8080;
  private static final int MANAGEMENT = 8081;
  private static final String LABEL = "/matchLabels/kubernetes.io~1metadata.name";

  @Parameter List<Manifest> manifests;

  @Test
  void selectorsMatchPods() {
    assertThat(of("Deployment", "StatefulSet", "PodDisruptionBudget"))
        .isNotEmpty()
        .allSatisfy(manifest -> assertThat(pods(manifest.at("/spec/selector"))).isNotEmpty());
    assertThat(of("NetworkPolicy"))
        .isNotEmpty()
        .allSatisfy(
            manifest -> {
              assertThat(pods(manifest.at("/spec/podSelector"))).isNotEmpty();
              assertThat(manifest.root().findValues("podSelector"))
                  .isNotEmpty()
                  .allSatisfy(peer -> assertThat(pods(peer)).isNotEmpty());
            });
    assertThat(of("HorizontalPodAutoscaler"))
        .hasSize(isDemo() ? 0 : 1)
        .allMatch(
            manifest ->
                of("Deployment").stream()
                    .anyMatch(
                        target ->
                            target
                                .name()
                                .equals(manifest.at("/spec/scaleTargetRef/name").asText())));
  }

  @Test
  void servicesTargetNamedPortsOfTheirPods() {
    assertThat(of("Service"))
        .isNotEmpty()
        .allSatisfy(
            manifest -> {
              var pods =
                  manifests.stream().filter(pod -> matches(manifest.at("/spec/selector"), pod));
              var names =
                  pods.flatMap(Manifest::containers)
                      .flatMap(container -> Manifest.each(container.path("ports")))
                      .map(port -> port.path("name").asText())
                      .toList();
              assertThat(Manifest.each(manifest.at("/spec/ports")))
                  .isNotEmpty()
                  .allMatch(port -> names.contains(port.path("targetPort").asText()));
            });
  }

  @Test
  void serviceMonitorsScrapeTheManagementPort() {
    assertThat(of("ServiceMonitor"))
        .hasSize(isDemo() ? 0 : 2)
        .allSatisfy(
            monitor -> {
              var labels = monitor.at("/spec/selector/matchLabels");
              var services =
                  of("Service").stream()
                      .filter(manifest -> isIn(labels, manifest.at("/metadata/labels")))
                      .toList();
              assertThat(services).hasSize(1);
              assertThat(monitor.at("/spec/endpoints")).hasSize(1);
              assertThat(monitor.at("/spec/endpoints/0/port"))
                  .isEqualTo(services.get(0).at("/spec/ports/0/name"));
            });
  }

  /** Alert rules and dashboard select these jobs. */
  @Test
  void serviceMonitorsTellWorkersApart() {
    var jobs = of("ServiceMonitor").stream().map(this::job).toList();

    if (isDemo()) {
      assertThat(jobs).isEmpty();
    } else {
      assertThat(jobs).containsExactlyInAnyOrder("slipway", "slipway-worker");
    }
  }

  /** Workers start programs on the files of strangers. */
  @Test
  @Asvs({"13.2.4", "15.2.5"})
  void workersReachNoAddressOfTheInternet() {
    var worker =
        manifests.stream()
            .filter(manifest -> manifest.is("Deployment", "slipway-worker"))
            .findFirst()
            .orElseThrow();
    var ofWorkers =
        of("NetworkPolicy").stream()
            .filter(policy -> pods(policy.at("/spec/podSelector")).contains(worker))
            .toList();

    assertThat(ofWorkers).isNotEmpty();
    assertThat(ofWorkers.stream().flatMap(policy -> policy.root().findValues("ipBlock").stream()))
        .allMatch(block -> !block.path("cidr").asText().endsWith("/0"));
    assertThat(ofWorkers.stream().flatMap(policy -> Manifest.each(policy.at("/spec/ingress"))))
        .allMatch(rule -> ports(rule).equals(List.of(MANAGEMENT)));
  }

  @Test
  void policiesDenyTrafficByDefault() {
    assertThat(of("NetworkPolicy"))
        .anySatisfy(
            policy -> {
              assertThat(policy.at("/spec/policyTypes")).hasSize(2);
              assertThat(policy.at("/spec").has("ingress")).isFalse();
              assertThat(policy.at("/spec").has("egress")).isFalse();
              assertThat(pods(policy.at("/spec/podSelector")))
                  .hasSameElementsAs(manifests.stream().filter(Manifest::hasPods).toList());
            });
    assertThat(of("NetworkPolicy").stream().flatMap(KubernetesNetworkTest::rules))
        .isNotEmpty()
        .allMatch(rule -> rule.path("from").size() + rule.path("to").size() > 0)
        .allMatch(rule -> !rule.path("ports").isEmpty())
        .allMatch(rule -> Manifest.each(rule.path("ports")).allMatch(port -> port.has("port")));
  }

  @Test
  @Asvs("13.4.5")
  void onlyMonitoringReachesTheManagementPort() {
    assertThat(
            of("NetworkPolicy").stream()
                .flatMap(manifest -> Manifest.each(manifest.at("/spec/ingress"))))
        .filteredOn(rule -> ports(rule).contains(MANAGEMENT))
        .hasSize(isDemo() ? 0 : 1)
        .allSatisfy(
            rule -> {
              assertThat(ports(rule)).containsExactly(MANAGEMENT);
              assertThat(Manifest.each(rule.path("from")))
                  .extracting(from -> from.path("namespaceSelector").at(LABEL).asText())
                  .containsExactly("monitoring");
            });
  }

  @Test
  @Asvs("13.4.5")
  void ingressReachesOnlyThePublicPort() {
    var paths =
        of("Ingress").stream().flatMap(manifest -> manifest.root().findValues("paths").stream());

    assertThat(paths.flatMap(Manifest::each).toList())
        .satisfies(all -> assertThat(all.isEmpty()).isEqualTo(isDemo()))
        .allSatisfy(
            path -> {
              var backend = path.at("/backend/service");
              var service =
                  of("Service").stream()
                      .filter(manifest -> manifest.name().equals(backend.path("name").asText()))
                      .findFirst()
                      .orElseThrow();
              assertThat(service.at("/spec/ports")).hasSize(1);
              assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(PUBLIC);
              assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
              assertThat(backend.at("/port/name")).isEqualTo(service.at("/spec/ports/0/name"));
            });
  }

  /** The label of the Service that the monitor names, or else the name of the Service. */
  private String job(Manifest monitor) {
    var service =
        of("Service").stream()
            .filter(
                manifest ->
                    isIn(monitor.at("/spec/selector/matchLabels"), manifest.at("/metadata/labels")))
            .findFirst()
            .orElseThrow();
    var label = monitor.at("/spec/jobLabel").asText();
    return label.isEmpty() ? service.name() : service.at("/metadata/labels").path(label).asText();
  }

  /** The demo has no autoscaler, no ingress, and no monitoring. */
  private boolean isDemo() {
    return manifests.get(0).source().equals("demo");
  }

  private List<Manifest> of(String... kinds) {
    var wanted = Set.of(kinds);
    return manifests.stream().filter(manifest -> wanted.contains(manifest.kind())).toList();
  }

  /** The manifests whose pods a selector with labels and expressions matches. */
  private List<Manifest> pods(JsonNode selector) {
    return manifests.stream()
        .filter(manifest -> matches(selector.path("matchLabels"), manifest))
        .filter(
            manifest ->
                Manifest.each(selector.path("matchExpressions")).allMatch(x -> isIn(x, manifest)))
        .toList();
  }

  private static boolean matches(JsonNode labels, Manifest manifest) {
    return manifest.hasPods() && isIn(labels, manifest.podLabels());
  }

  private static boolean isIn(JsonNode labels, JsonNode others) {
    return labels.properties().stream()
        .allMatch(label -> label.getValue().equals(others.path(label.getKey())));
  }

  /** Evaluates the operator {@code In}, the only one that the manifests use. */
  private static boolean isIn(JsonNode expression, Manifest manifest) {
    assertThat(expression.path("operator").asText()).isEqualTo("In");
    var label = manifest.podLabels().path(expression.path("key").asText());
    return Manifest.each(expression.path("values")).anyMatch(label::equals);
  }

  private static Stream<JsonNode> rules(Manifest policy) {
    return Stream.of("/spec/ingress", "/spec/egress")
        .flatMap(rules -> Manifest.each(policy.at(rules)));
  }

  private static List<Integer> ports(JsonNode rule) {
    return Manifest.each(rule.path("ports")).map(port -> port.path("port").asInt()).toList();
  }
}
