package dev.slipway.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.uploads.LabUploadsProfile;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LabUploadsProfile.class)
class AttackFailureTest {
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator2");

  @Test
  void removesTheFirstUploadIfTheQuotaAllowsNoSecond() {
    creator
        .request()
        .post("/api/lab/attacks/part-of-another-upload")
        .then()
        .statusCode(409)
        .body("code", equalTo("quota-exceeded"));

    var open =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    entities
                        .createNativeQuery(
                            "select count(*) from upload where status = 'OPEN'"
                                + " and title like 'Lab attack%'")
                        .getSingleResult());
    assertThat(((Number) open).longValue()).isZero();
    creator
        .request()
        .post("/api/lab/attacks/part-number-swapped")
        .then()
        .statusCode(200)
        .body("asExpected", equalTo(true));
  }

  @Test
  void refusesAFileThatIsLargerThanTheQuota() {
    creator
        .request()
        .post("/api/lab/attacks/over-quota")
        .then()
        .statusCode(200)
        .body("asExpected", equalTo(true))
        .body("answer.code", equalTo("quota-exceeded"));
  }
}
