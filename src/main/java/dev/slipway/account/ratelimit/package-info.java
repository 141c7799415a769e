/**
 * Limits how often an account or an address may request signatures, and measures how long signing
 * takes.
 */
package dev.slipway.account.ratelimit;
