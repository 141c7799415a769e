/**
 * Errors as clients see them: one catalogue of codes, and the one place that turns exceptions into
 * {@code application/problem+json} or an error page.
 */
package dev.slipway.web.problem;
