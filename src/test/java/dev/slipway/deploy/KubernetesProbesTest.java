package dev.slipway.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The application answers the probes and scrapes that the manifests configure. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class KubernetesProbesTest {
  @Test
  void probesAndScrapesSucceed() throws IOException {
    assertThat(paths()).hasSize(5).allSatisfy(path -> given().get(path).then().statusCode(200));
  }

  /** In a production build these paths have their own port. */
  private static Stream<String> paths() throws IOException {
    var manifests = Manifests.written();
    var probes =
        manifests.stream()
            .filter(manifest -> manifest.is("Deployment", "slipway"))
            .flatMap(manifest -> manifest.root().findValues("httpGet").stream());
    var metrics =
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("ServiceMonitor"))
            .flatMap(manifest -> Manifest.each(manifest.at("/spec/endpoints")));
    return Stream.concat(probes, metrics).map((JsonNode probe) -> probe.path("path").asText());
  }
}
