/** What stands in {@code deploy} and beside it agrees with itself and with the documents. */
package dev.slipway.deploy;
