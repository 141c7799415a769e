package dev.slipway.account.ratelimit;

import dev.slipway.account.ratelimit.SigningMetrics.Outcome;
import dev.slipway.web.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;

/**
 * Applies the rate limit to an endpoint and measures it. Runs before the endpoint's other
 * interceptors, so that a refused request costs almost nothing.
 */
// The operation is not part of the binding: this matches all operations.
@SigningRateLimited(SigningOperation.UPLOAD)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class SigningRateLimitInterceptor {
  private final SigningRateLimiter limiter;
  private final SigningMetrics metrics;

  SigningRateLimitInterceptor(SigningRateLimiter limiter, SigningMetrics metrics) {
    this.limiter = limiter;
    this.metrics = metrics;
  }

  @AroundInvoke
  Object limitAndMeasure(InvocationContext call) throws Exception {
    limiter.requirePermit();
    var operation = call.getInterceptorBinding(SigningRateLimited.class).value();
    var start = System.nanoTime();
    var outcome = Outcome.FAILED;
    try {
      var result = call.proceed();
      outcome = Outcome.SIGNED;
      return result;
    } catch (ProblemException refusal) {
      if (!refusal.isServerError()) {
        outcome = Outcome.REFUSED;
      }
      throw refusal;
    } catch (SecurityException notAllowed) {
      outcome = Outcome.REFUSED;
      throw notAllowed;
    } finally {
      metrics.recordSigning(operation, outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
