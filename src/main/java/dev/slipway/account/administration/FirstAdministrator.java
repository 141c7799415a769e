package dev.slipway.account.administration;

import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.Administrators;
import dev.slipway.web.ProcessRole;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets the operator become the first administrator: while nobody can log in as one, each start logs
 * a link with which the password of the administrator account can be chosen. Each link replaces the
 * one before.
 */
@ApplicationScoped
class FirstAdministrator {
  private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);

  /** Replicas that start within this time share one link, because the last one would replace it. */
  private static final Duration SHARED = Duration.ofMinutes(1);

  private final Administrators administrators;
  private final AccountLifecycle lifecycle;
  private final Invitations invitations;
  private final InvitationUrls urls;
  private final ProcessRole role;
  private final Clock clock;

  FirstAdministrator(
      Administrators administrators,
      AccountLifecycle lifecycle,
      Invitations invitations,
      InvitationUrls urls,
      ProcessRole role,
      Clock clock) {
    this.administrators = administrators;
    this.lifecycle = lifecycle;
    this.invitations = invitations;
    this.urls = urls;
    this.role = role;
    this.clock = clock;
  }

  /** After the accounts of the configuration have been created. */
  @Transactional
  void invite(@Observes @Priority(2) StartupEvent start) {
    if (role.isWorker()) {
      return;
    }
    if (!administrators.canUsePasswords()) {
      warnIfNobodyCanLogIn();
      return;
    }
    var name = lifecycle.ensureFirstAdministrator();
    if (name.isEmpty()) {
      return;
    }
    if (invitations.wasIssuedAtStart(name.get(), clock.instant().minus(SHARED))) {
      LOG.warn(
          "No administrator can log in yet. Another process has just logged the link for the first"
              + " administrator. If you can't find it, restart after a minute.");
      return;
    }
    var issued = invitations.issueAtStart(name.get());
    LOG.warnf(
        "No administrator can log in yet. To choose the password of %s, open %s until %s. Each start"
            + " replaces this link.",
        name.get(), urls.urlAtStart(issued.token()), issued.expiresAt());
  }

  /** A link would be useless, because it only lets a person choose a password. */
  private void warnIfNobodyCanLogIn() {
    if (!administrators.exists()) {
      LOG.warn(
          "No administrator can log in yet, because passwords are switched off. Log in at the OpenID"
              + " Connect provider as a person with one of SLIPWAY_OIDC_ADMIN_ROLES, or set"
              + " SLIPWAY_LOGIN_LOCAL to true.");
    }
  }
}
