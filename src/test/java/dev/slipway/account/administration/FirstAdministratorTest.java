package dev.slipway.account.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.DisabledDemoAccounts;
import dev.slipway.account.SecretToken;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CapturedLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test rolls back what it does, because other tests need their administrators. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class FirstAdministratorTest {
  @Inject FirstAdministrator first;
  @Inject DisabledDemoAccounts withoutDemo;

  @Test
  void logsOneLinkWhileNobodyCanLogInAsAdministrator() {
    withoutAdministrators(
        () -> {
          var link = linkOf(start());
          assertThat(link).contains("/invitations/");
          Account account = Account.findById("admin");
          assertThat(account.isDemo()).isFalse();
          assertThat(account.hasPassword()).isFalse();

          // Another replica starts at the same time.
          assertThat(start())
              .singleElement()
              .asString()
              .contains("Another process has just logged the link");
          assertThat(find(link)).isEqualTo(1);

          Invitation.update("createdAt = ?1", Instant.now().minusSeconds(120));
          Invitation.getEntityManager().clear();
          var second = linkOf(start());
          assertThat(second).isNotEqualTo(link);
          assertThat(find(link)).isZero();
          assertThat(find(second)).isEqualTo(1);
        });
  }

  @Test
  void logsNothingIfAnAdministratorCanLogIn() {
    withoutAdministrators(
        () -> {
          Account.update("disabledAt = null, demo = false where name = 'admin'");
          Account.getEntityManager().clear();

          assertThat(start()).isEmpty();
        });
  }

  private void withoutAdministrators(Runnable test) {
    QuarkusMock.installMockForType(withoutDemo.accounts(), Accounts.class);
    QuarkusTransaction.begin();
    try {
      Account.update("disabledAt = ?1 where demo = false", Instant.now());
      test.run();
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private List<String> start() {
    try (var log = CapturedLog.of(FirstAdministrator.class.getName())) {
      first.invite(null);
      return List.copyOf(log.all());
    }
  }

  private static String linkOf(List<String> log) {
    assertThat(log).hasSize(1);
    return Arrays.stream(log.get(0).split(" "))
        .filter(word -> word.contains("/invitations/"))
        .findFirst()
        .orElseThrow();
  }

  private static long find(String link) {
    var token = link.substring(link.lastIndexOf('/') + 1);
    return Invitation.count("tokenHash", (Object) new SecretToken(token).hash());
  }
}
