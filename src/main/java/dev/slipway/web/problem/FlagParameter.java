package dev.slipway.web.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a query parameter that is true or false. {@link QueryParameterFilter} rejects other values
 * in requests to the API, also an empty one, which Quarkus and the forms of pages treat as absent.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface FlagParameter {}
