package dev.slipway.lab.uploads;

import dev.slipway.account.AccountRunner;
import dev.slipway.web.limits.StreamedBody.Receiver;
import io.quarkus.security.identity.SecurityIdentity;

/** Makes each call to a receiver on behalf of the account that has sent the request. */
record CallerReceiver<T>(Receiver<T> receiver, SecurityIdentity identity, AccountRunner accounts)
    implements Receiver<T> {
  @Override
  public void begin() throws Exception {
    accounts.call(
        identity,
        () -> {
          receiver.begin();
          return null;
        });
  }

  @Override
  public void accept(byte[] bytes) throws Exception {
    accounts.call(
        identity,
        () -> {
          receiver.accept(bytes);
          return null;
        });
  }

  @Override
  public T complete() throws Exception {
    return accounts.call(identity, receiver::complete);
  }

  @Override
  public void abort() throws Exception {
    accounts.call(
        identity,
        () -> {
          receiver.abort();
          return null;
        });
  }
}
