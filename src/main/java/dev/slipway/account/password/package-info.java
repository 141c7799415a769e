/** Hashes of passwords, and the rules for new ones. Knows no accounts. */
package dev.slipway.account.password;
