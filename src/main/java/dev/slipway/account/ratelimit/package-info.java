/** How often one account may request signatures. */
package dev.slipway.account.ratelimit;
