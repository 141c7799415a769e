package dev.slipway.account.ratelimit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an endpoint whose requests count against another limit of the account than {@link
 * AccountRateFilter} would choose by their method.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AccountRateLimited {
  AccountRateLimit value();
}
