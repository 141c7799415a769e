package dev.slipway.catalogue.live;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** The latest change that the page of this request shows. */
@Named("changes")
@RequestScoped
public class ShownChanges {
  private long after;
  private boolean followed;

  /** Whether the page follows changes. One that explains a refused form doesn't. */
  public boolean isFollowed() {
    return followed;
  }

  /** The number of the change. */
  public long getAfter() {
    return after;
  }

  void setAfter(long number) {
    after = number;
    followed = true;
  }

  /** Remembers the latest change before the page reads anything. */
  @FollowsChanges
  @Interceptor
  @Priority(Interceptor.Priority.APPLICATION)
  static class Before {
    private final ShownChanges shown;
    private final ChangeLog log;

    Before(ShownChanges shown, ChangeLog log) {
      this.shown = shown;
      this.log = log;
    }

    @AroundInvoke
    Object remember(InvocationContext invocation) throws Exception {
      shown.setAfter(log.findLastNumber());
      return invocation.proceed();
    }
  }
}
