/**
 * Errors: the catalogue of error codes, and the one mapper that turns exceptions into problem
 * documents or error pages.
 */
package dev.slipway.web.problem;
