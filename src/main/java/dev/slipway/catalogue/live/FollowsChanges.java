package dev.slipway.catalogue.live;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a page that is kept up to date. Before it reads what it shows, it remembers the latest
 * change, after which its script follows them: {@code inject:changes.after} in the template.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface FollowsChanges {}
