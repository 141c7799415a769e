/** How much each creator may store: reservations, and the usage that they add up to. */
package dev.slipway.account.quota;
