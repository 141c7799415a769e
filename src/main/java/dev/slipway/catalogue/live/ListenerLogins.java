package dev.slipway.catalogue.live;

import dev.slipway.account.validity.LongResponseLogins;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds the listeners whose logins are no longer valid. */
@ApplicationScoped
class ListenerLogins {
  private final LongResponseLogins logins;

  ListenerLogins(LongResponseLogins logins) {
    this.logins = logins;
  }

  /**
   * Finds the listeners whose session, token or account can't be used any more, and those that
   * listen as administrators and are none any more.
   */
  List<ChangeListener> findEnded(List<ChangeListener> listeners) {
    var present = listeners.stream().filter(listener -> listener.login() != null).toList();
    if (present.isEmpty()) {
      return List.of();
    }
    var valid = logins.findValid(present.stream().map(ChangeListener::login).distinct().toList());
    return present.stream()
        .filter(
            listener -> {
              var account = valid.get(listener.login());
              return account == null || listener.filter().all() && !account.isAdmin();
            })
        .toList();
  }
}
