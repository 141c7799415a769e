/**
 * The page and the API on which people manage their own account: password, sessions and the way to
 * their tokens and keys.
 */
package dev.slipway.account.settings;
