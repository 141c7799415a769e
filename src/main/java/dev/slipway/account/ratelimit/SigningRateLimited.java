package dev.slipway.account.ratelimit;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an endpoint that signs URLs. Its requests count against the rate limit of the account or,
 * without a login, of the network (beyond it 429 {@code too-many-requests}), and the time that they
 * take is measured.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface SigningRateLimited {
  /** What the endpoint signs; the label in the metrics. */
  @Nonbinding
  SigningOperation value();
}
