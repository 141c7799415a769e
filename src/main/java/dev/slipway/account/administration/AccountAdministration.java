package dev.slipway.account.administration;

import dev.slipway.account.Account;
import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.QuotaLimits;
import dev.slipway.account.Role;
import dev.slipway.account.administration.Invitations.Issued;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.UnaryOperator;

/**
 * What administrators do with accounts, each in one transaction. Changes require a login, because a
 * leaked token must not create administrators.
 */
@ApplicationScoped
@Transactional
class AccountAdministration {
  private final AccountLifecycle lifecycle;
  private final AccountDirectory directory;
  private final Invitations invitations;
  private final RemovalQueue removals;
  private final CurrentAccount caller;

  AccountAdministration(
      AccountLifecycle lifecycle,
      AccountDirectory directory,
      Invitations invitations,
      RemovalQueue removals,
      CurrentAccount caller) {
    this.lifecycle = lifecycle;
    this.directory = directory;
    this.invitations = invitations;
    this.removals = removals;
    this.caller = caller;
  }

  /**
   * Creates an account and the link with which its person chooses a password.
   *
   * @throws ProblemException {@code invalid-request}; {@code account-exists}; {@code forbidden}
   */
  Issued create(String name, Role role, QuotaLimits limits) {
    refuseTokenCaller();
    return invitations.issue(lifecycle.create(name, role, limits));
  }

  /**
   * Changes what the parameters name that are not null.
   *
   * @param limits makes the new limits of the present ones
   * @param disabled whether the account can't be used from now on
   * @return as it is now
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code
   *     last-administrator}; {@code forbidden}
   */
  AccountView change(String name, Role role, UnaryOperator<QuotaLimits> limits, Boolean disabled) {
    refuseTokenCaller();
    if (disabled != null && !disabled) {
      lifecycle.enable(name);
    }
    if (role != null) {
      lifecycle.changeRole(name, null, role);
    }
    if (limits != null) {
      lifecycle.limit(name, limits);
    }
    if (disabled != null && disabled) {
      lifecycle.disable(name);
    }
    lifecycle.require(name);
    return directory.require(name);
  }

  /**
   * Changes the role if it is still the one that the caller has seen.
   *
   * @throws ProblemException {@code account-changed}; {@code not-found}; {@code account-removed};
   *     {@code last-administrator}; {@code forbidden}
   */
  AccountView changeRole(String name, Role expected, Role role) {
    refuseTokenCaller();
    lifecycle.changeRole(name, expected, role);
    return directory.require(name);
  }

  /**
   * Replaces the limits if they are still those that the caller has seen.
   *
   * @throws ProblemException {@code account-changed}; {@code not-found}; {@code account-removed};
   *     {@code forbidden}
   */
  AccountView replaceLimits(String name, QuotaLimits expected, QuotaLimits limits) {
    refuseTokenCaller();
    lifecycle.replaceLimits(name, expected, limits);
    return directory.require(name);
  }

  /**
   * Issues a link with which the person chooses a new password. The old password and all sessions
   * end at once, and so does the link before.
   *
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code account-disabled};
   *     {@code last-administrator}; {@code demo-account}; {@code forbidden}
   */
  Issued invite(String name) {
    refuseTokenCaller();
    lifecycle.resetPassword(name);
    return invitations.issue(lifecycle.require(name));
  }

  /**
   * @throws ProblemException {@code not-found}; {@code forbidden}
   */
  void withdrawInvitation(String name) {
    refuseTokenCaller();
    lifecycle.require(name);
    invitations.withdraw(name);
  }

  /**
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code forbidden}
   */
  void endSessions(String name) {
    refuseTokenCaller();
    lifecycle.endSessions(name);
  }

  /**
   * Removes an account. Its logins, tokens, webhooks and share links end at once; its open uploads
   * are aborted, and its videos changed, in the background.
   *
   * @param newOwner null unless the videos are moved
   * @return the removed account
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code own-account};
   *     {@code last-administrator}; {@code invalid-request}; {@code forbidden}
   */
  AccountView remove(String name, RemovedVideos videos, String newOwner) {
    refuseTokenCaller();
    if ((videos == RemovedVideos.MOVE) != (newOwner != null)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Choose a new owner only if the videos are moved: set 'to' with videos=move, and leave it"
              + " out otherwise.");
    }
    lifecycle.remove(
        name,
        switch (videos) {
          case MOVE -> "videos move to " + newOwner;
          case TRASH -> "videos move to the trash";
          case KEEP -> "videos stay under this name";
        });
    if (newOwner != null) {
      requireNewOwner(name, newOwner);
    }
    removals.requireNoNewOwner(name);
    removals.add(name, videos, newOwner);
    return directory.require(name);
  }

  private static void requireNewOwner(String name, String newOwner) {
    var isFit =
        !newOwner.equals(name)
            && Account.lock(newOwner)
                .filter(account -> !account.isRemoved() && account.mayUpload())
                .isPresent();
    if (!isFit) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "The new owner must be another account that may upload.");
    }
  }

  private void refuseTokenCaller() {
    if (caller.isAuthenticatedByToken()) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "A token can't change accounts. Log in instead.");
    }
  }
}
