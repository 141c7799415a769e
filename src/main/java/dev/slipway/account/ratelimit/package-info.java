/**
 * Limits how often an account or a network may request signatures, and how many changes, parts and
 * checks of the store an account may request. Measures how long signing takes.
 */
package dev.slipway.account.ratelimit;
