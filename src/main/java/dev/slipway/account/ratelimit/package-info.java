/** Limits how often one account may request signatures, and measures how long signing takes. */
package dev.slipway.account.ratelimit;
