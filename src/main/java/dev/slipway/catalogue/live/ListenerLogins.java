package dev.slipway.catalogue.live;

import dev.slipway.account.Account;
import dev.slipway.account.validity.LongResponseLogins;
import dev.slipway.catalogue.access.SharedAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Finds the listeners whose logins or share links are no longer valid. */
@ApplicationScoped
class ListenerLogins {
  private final LongResponseLogins logins;
  private final SharedAccess shared;

  ListenerLogins(LongResponseLogins logins, SharedAccess shared) {
    this.logins = logins;
    this.shared = shared;
  }

  /**
   * Finds the listeners whose session, token, account or share link can't be used any more, and
   * those that listen as administrators and are none any more.
   */
  List<ChangeListener> findEnded(List<ChangeListener> listeners) {
    var valid = logins.findValid(distinct(listeners, ChangeListener::login));
    var grants = shared.findValid(distinct(listeners, ChangeListener::grant));
    return listeners.stream()
        .filter(
            listener ->
                listener.login() != null && !mayContinue(listener, valid.get(listener.login()))
                    || listener.grant() != null && !grants.contains(listener.grant()))
        .toList();
  }

  /**
   * @param account of the listener; null if its login has ended
   */
  private static boolean mayContinue(ChangeListener listener, Account account) {
    return account != null && (!listener.filter().all() || account.isAdmin());
  }

  private static <T> List<T> distinct(
      List<ChangeListener> listeners, Function<ChangeListener, T> field) {
    return listeners.stream().map(field).filter(Objects::nonNull).distinct().toList();
  }
}
