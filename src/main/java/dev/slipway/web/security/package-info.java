/**
 * Protection that applies to every response: security headers, CORS, CSRF and secrets from files.
 */
package dev.slipway.web.security;
