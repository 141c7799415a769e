package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.faults.TcpInterceptor.Direction;
import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An account is removed while the application fails. */
@Tag("faults")
class AccountFaultsTest {
  private static final int KILLS = FaultSuiteSettings.scale(2, 20);
  private static final int VIDEOS = 8;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false"));

  @AfterEach
  void restore() {
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
  }

  @Test
  @Fault("kill -9 while the videos of a removed account move to another one")
  void continuesTheRemoval() throws Exception {
    for (var repetition = 0; repetition < KILLS; repetition++) {
      removeAndKill("leaver-" + repetition, repetition % 2 == 0);
    }
    STACK.reportResult(
        "%d times; each of %d videos moved once, with its bytes and one audit entry",
        KILLS, VIDEOS);
  }

  private void removeAndKill(String name, boolean immediately) throws Exception {
    var client = TolerantClient.of("creator2", STACK.replica());
    for (var count = 0; count < VIDEOS; count++) {
      var bytes = SmallUploads.uniqueBytes();
      var upload = client.open(bytes, "clip.mp4").expect(201).json();
      assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
      client.complete(upload.get("id").asText()).expect(200);
    }
    giveVideosTo(name);
    var kill = new ReplicaKill(STACK.replica());
    STACK
        .databaseProxy()
        .setInterceptor(
            TcpInterceptor.runBefore(Direction.TO_SERVER, "video.moved", kill.action(immediately)));

    TolerantClient.of("admin", STACK.replica())
        .send("DELETE", "/api/accounts/%s?videos=move&to=creator".formatted(name), null, Map.of())
        .expect(202);
    kill.await(60);
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.replica().start();

    Eventually.holds(
        "the removal ends",
        TIMEOUT,
        () ->
            count(
                    "select count(*) from account_removal where account = '%s'"
                        + " and finished_at is not null",
                    name)
                == 1);
    assertThat(count("select count(*) from video where owner = '%s'", name)).isZero();
    assertThat(count("select count(*) from reservation where owner = '%s'", name)).isZero();
    assertThat(
            count(
                "select count(*) from audit_entry where action = 'video.moved'"
                    + " and detail like 'from %s to %%'",
                name))
        .isEqualTo(VIDEOS);
    assertThat(STACK.awaitInvariants()).isEmpty();
  }

  /** As if another account had uploaded what creator2 has. */
  private static void giveVideosTo(String name) {
    STACK
        .database()
        .execute(
            """
            insert into account (name, password_hash, role, demo, created_at)
              values ('%1$s', 'none', 'CREATOR', false, now());
            update upload set owner = '%1$s' where owner = 'creator2';
            update video set owner = '%1$s' where owner = 'creator2';
            update reservation set owner = '%1$s' where owner = 'creator2';
            """
                .formatted(name));
  }

  private static long count(String sql, String name) {
    return STACK.database().count(sql.formatted(name));
  }
}
