package dev.slipway.account.administration;

import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.Administrators;
import dev.slipway.testing.CapturedLog;
import dev.slipway.web.ProcessRole;
import jakarta.enterprise.context.Dependent;
import java.time.Clock;
import java.util.List;

/** What a start logs for the first administrator, for tests of other packages. */
@Dependent
public class AdministratorLinks {
  private final AccountLifecycle lifecycle;
  private final Invitations invitations;
  private final InvitationUrls urls;
  private final ProcessRole role;
  private final Clock clock;

  AdministratorLinks(
      AccountLifecycle lifecycle,
      Invitations invitations,
      InvitationUrls urls,
      ProcessRole role,
      Clock clock) {
    this.lifecycle = lifecycle;
    this.invitations = invitations;
    this.urls = urls;
    this.role = role;
    this.clock = clock;
  }

  /** Returns the lines of a start with these administrators, in the transaction of the caller. */
  public List<String> logAtStart(Administrators administrators) {
    try (var log = CapturedLog.of(FirstAdministrator.class.getName())) {
      new FirstAdministrator(administrators, lifecycle, invitations, urls, role, clock)
          .invite(null);
      return List.copyOf(log.all());
    }
  }
}
