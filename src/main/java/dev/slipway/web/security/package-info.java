/** Security headers, cross-origin and cross-site rules, and secrets from files. */
package dev.slipway.web.security;
