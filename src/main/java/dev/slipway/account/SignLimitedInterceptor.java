package dev.slipway.account;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Before anything else that an endpoint does, so that a refusal costs nothing. */
@SignLimited
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class SignLimitedInterceptor {
  private final SignLimit limit;

  SignLimitedInterceptor(SignLimit limit) {
    this.limit = limit;
  }

  @AroundInvoke
  Object refuseTooMany(InvocationContext call) throws Exception {
    limit.require();
    return call.proceed();
  }
}
