package dev.slipway.account;

import dev.slipway.account.AccountMetrics.SignOutcome;
import dev.slipway.web.ProblemException;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;

/** Before anything else that an endpoint does, so that a refusal costs nothing. */
// Of whatever is signed.
@SignLimited(Signing.UPLOAD)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class SignLimitedInterceptor {
  private final SignLimit limit;
  private final AccountMetrics metrics;

  SignLimitedInterceptor(SignLimit limit, AccountMetrics metrics) {
    this.limit = limit;
    this.metrics = metrics;
  }

  @AroundInvoke
  Object refuseTooMany(InvocationContext call) throws Exception {
    limit.require();
    var what = call.getInterceptorBinding(SignLimited.class).value();
    var begun = System.nanoTime();
    var outcome = SignOutcome.FAILED;
    try {
      var answer = call.proceed();
      outcome = SignOutcome.SIGNED;
      return answer;
    } catch (ProblemException refusal) {
      if (!refusal.isOurFault()) {
        outcome = SignOutcome.REFUSED;
      }
      throw refusal;
    } catch (SecurityException notAllowed) {
      outcome = SignOutcome.REFUSED;
      throw notAllowed;
    } finally {
      metrics.signed(what, outcome, Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
