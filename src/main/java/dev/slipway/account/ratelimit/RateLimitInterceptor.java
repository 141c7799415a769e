package dev.slipway.account.ratelimit;

import dev.slipway.account.AccountMetrics;
import dev.slipway.account.AccountMetrics.SignOutcome;
import dev.slipway.web.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;

/** Before anything else that an endpoint does, so that a refusal costs nothing. */
// Of whatever is signed.
@RateLimited(SigningOperation.UPLOAD)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class RateLimitInterceptor {
  private final SigningRateLimiter limit;
  private final AccountMetrics metrics;

  RateLimitInterceptor(SigningRateLimiter limit, AccountMetrics metrics) {
    this.limit = limit;
    this.metrics = metrics;
  }

  @AroundInvoke
  Object limitAndMeasure(InvocationContext call) throws Exception {
    limit.requirePermit();
    var what = call.getInterceptorBinding(RateLimited.class).value();
    var begun = System.nanoTime();
    var outcome = SignOutcome.FAILED;
    try {
      var answer = call.proceed();
      outcome = SignOutcome.SIGNED;
      return answer;
    } catch (ProblemException refusal) {
      if (!refusal.isServerError()) {
        outcome = SignOutcome.REFUSED;
      }
      throw refusal;
    } catch (SecurityException notAllowed) {
      outcome = SignOutcome.REFUSED;
      throw notAllowed;
    } finally {
      metrics.recordSigning(what, outcome, Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
