package dev.slipway.account.validity;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.LoginSessions;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.web.export.Exports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out whether the logins with which long responses began are still valid, so that live
 * changes and exports end with the session, token or account.
 */
@ApplicationScoped
public class LongResponseLogins implements Exports.Access {
  private final Accounts accounts;
  private final LoginSessions sessions;
  private final ApiTokens tokens;
  private final CurrentAccount caller;

  LongResponseLogins(
      Accounts accounts, LoginSessions sessions, ApiTokens tokens, CurrentAccount caller) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.tokens = tokens;
    this.caller = caller;
  }

  /**
   * The login of a request.
   *
   * @param session its id; null if the client has a token
   * @param token its id; null if the client has a session
   * @param loginsEnded how often all logins of the account had been ended
   */
  public record Login(String account, String session, String token, long loginsEnded) {}

  /** The login of the current request; null without one. */
  @Transactional
  public Login ofCurrentRequest() {
    if (!caller.isLoggedIn()) {
      return null;
    }
    // An account that can't be used any more has no such number.
    var ended = accounts.findUsable(caller.getName()).map(Account::loginsEnded).orElse(-1L);
    return new Login(caller.getName(), caller.sessionId(), caller.tokenId(), ended);
  }

  @Override
  public BooleanSupplier checkOfCurrentRequest(boolean isAdmin) {
    var login = ofCurrentRequest();
    return () -> {
      var account = findValid(List.of(login)).get(login);
      return account != null && (isAdmin ? account.isAdmin() : account.mayUpload());
    };
  }

  /** Returns the accounts of those logins that are still valid. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Map<Login, Account> findValid(Collection<Login> logins) {
    var usable =
        accounts.findUsable(distinct(logins, Login::account)).stream()
            .collect(Collectors.toMap(account -> account.name, Function.identity()));
    var open = sessions.findOpen(distinct(logins, Login::session));
    var unrevoked = tokens.findUsable(distinct(logins, Login::token));
    Map<Login, Account> valid = new HashMap<>();
    for (var login : logins) {
      var account = usable.get(login.account());
      if (account != null
          && account.loginsEnded() == login.loginsEnded()
          && (login.session() == null || open.contains(login.session()))
          && (login.token() == null || unrevoked.contains(login.token()))) {
        valid.put(login, account);
      }
    }
    return valid;
  }

  private static List<String> distinct(Collection<Login> logins, Function<Login, String> field) {
    return logins.stream().map(field).filter(Objects::nonNull).distinct().toList();
  }
}
