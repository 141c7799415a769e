/** Limits how much each creator may store. Usage is the sum of one reservation per upload. */
package dev.slipway.account.quota;
