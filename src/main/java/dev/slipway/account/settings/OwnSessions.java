package dev.slipway.account.settings;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.LoginSessions;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;

/** The caller's sessions. Managing them requires a login, so that a leaked token can't end them. */
@ApplicationScoped
class OwnSessions {
  private final LoginSessions sessions;
  private final CurrentAccount caller;

  OwnSessions(LoginSessions sessions, CurrentAccount caller) {
    this.sessions = sessions;
    this.caller = caller;
  }

  /** Returns the sessions, the caller's own first and then the last used. */
  List<SessionView> find() {
    caller.requireLogin("manage sessions");
    return sessions.findOf(caller.getName()).stream()
        .map(session -> SessionView.of(session, caller.sessionId()))
        .sorted(Comparator.comparing(SessionView::current).reversed())
        .toList();
  }

  /**
   * Ends a session, which can be the caller's.
   *
   * @throws ProblemException {@code not-found}
   */
  void end(String id) {
    caller.requireLogin("manage sessions");
    if (!RandomId.isValid(id)
        || !sessions.end(caller.getName(), id, caller.address(), "ended by the account")) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "You have no session with this id.");
    }
  }

  /** Ends all sessions but the caller's, and all open connections of the account. */
  @Transactional
  void endOthers() {
    caller.requireLogin("manage sessions");
    // First, because a login locks the account before its sessions, too.
    sessions.endConnections(caller.getName());
    sessions.endOthers(
        caller.getName(), caller.sessionId(), caller.address(), "ended by the account");
  }
}
