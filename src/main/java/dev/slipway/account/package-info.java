/**
 * Accounts and their roles: who can log in, and what each role allows. The sub-packages hold logins
 * with a session cookie, passwords, API tokens, quotas and the rate limits for signing requests.
 */
package dev.slipway.account;
