/**
 * Login at an OpenID Connect provider, beside the local login: the authorization code flow with
 * PKCE, accounts and roles from the claims of the ID token, and logout at the provider.
 *
 * <p>A login ends in a session of {@code account.login}, so sessions of people who log in here are
 * listed, expire and are audited like all others. No token of the provider is used after the login:
 * requests are authenticated by the session alone. The ID token is kept for the logout, encrypted
 * with a key that only the session's cookie contains.
 */
package dev.slipway.account.oidc;
