/**
 * Links accounts to the identities that people have at an OpenID Connect provider: by their first
 * login, or by an administrator.
 */
package dev.slipway.account.identity;
