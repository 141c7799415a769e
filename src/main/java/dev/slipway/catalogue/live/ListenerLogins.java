package dev.slipway.catalogue.live;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.LoginSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells whether the logins still hold with which clients began to listen. */
@ApplicationScoped
class ListenerLogins {
  private final Accounts accounts;
  private final LoginSessions sessions;

  ListenerLogins(Accounts accounts, LoginSessions sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /**
   * The login of a client.
   *
   * @param session its id; null if the client has a token
   * @param loginsEnded how often all logins of the account had been ended
   */
  record Login(String account, String session, long loginsEnded) {}

  /** The login of the current request; null without one. */
  @Transactional
  Login of(CurrentAccount caller) {
    if (!caller.isLoggedIn()) {
      return null;
    }
    // An account that can't be used any more has no such number.
    var ended = accounts.findUsable(caller.getName()).map(Account::loginsEnded).orElse(-1L);
    return new Login(caller.getName(), caller.sessionId(), ended);
  }

  /**
   * Finds the listeners whose session or account can't be used any more, and those that listen as
   * administrators and are none any more.
   */
  List<ChangeListener> findEnded(List<ChangeListener> listeners) {
    var present = listeners.stream().filter(listener -> listener.login() != null).toList();
    if (present.isEmpty()) {
      return List.of();
    }
    var logins = present.stream().map(ChangeListener::login).toList();
    var usable =
        accounts.findUsable(logins.stream().map(Login::account).distinct().toList()).stream()
            .collect(Collectors.toMap(account -> account.name, Function.identity()));
    var open =
        sessions.findOpen(
            logins.stream().map(Login::session).filter(Objects::nonNull).distinct().toList());
    return present.stream().filter(listener -> !holds(listener, usable, open)).toList();
  }

  private static boolean holds(
      ChangeListener listener, Map<String, Account> usable, Set<String> open) {
    var login = listener.login();
    var account = usable.get(login.account());
    return account != null
        && account.loginsEnded() == login.loginsEnded()
        && (login.session() == null || open.contains(login.session()))
        && (account.isAdmin() || !listener.filter().all());
  }
}
