package dev.slipway.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.ExperimentLimits;
import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.Benches;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AttackRunnerTest {
  private static final String ACCOUNT = "creator2";
  private static final String INTERNAL_ADDRESS = "10.0.0.7:9000";

  @Inject Benches benches;
  @Inject ExperimentLimits limits;
  @Inject CurrentAccount caller;
  @Inject AccountRunner accounts;

  @Test
  void removesTheUploadAndHidesTheAddressIfTheStoreDoesNotAnswer() {
    AttackScript.Group failing = () -> Map.of(Attack.LATE, AttackRunnerTest::storeAndFail);
    var runner = new AttackRunner(List.of(failing), benches, limits, caller);
    var identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(ACCOUNT))
            .addRole(Role.CREATOR_NAME)
            .build();

    try (var log = CapturedLog.ofAll()) {
      assertThatThrownBy(() -> accounts.call(identity, () -> runner.run(Attack.LATE)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("Try again")
          .hasMessageNotContaining(INTERNAL_ADDRESS);
      // The log names the attack, and contains no URL that someone could still use.
      assertThat(log.all())
          .anyMatch(line -> line.startsWith("WARN The attack late was not finished"))
          .noneMatch(line -> line.contains("X-Amz-Signature"));
    }

    var creator = ApiClient.as(ACCOUNT);
    var leftOver = "findAll { it.title.startsWith('Lab attack') }.size()";
    creator.request().get("/api/uploads").then().body(leftOver, equalTo(0));
    creator.request().get("/api/videos").then().body("items." + leftOver, equalTo(0));
    // The permit of the account is returned.
    creator.request().post("/api/lab/attacks/other-type").then().statusCode(200);
  }

  private static Observation storeAndFail(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    bench.send("PUT the file as signed", upload.put());
    throw new IOException("Failed to connect to " + INTERNAL_ADDRESS);
  }
}
