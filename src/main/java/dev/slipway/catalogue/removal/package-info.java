/** The videos of removed accounts: deleted, or moved to another account. */
package dev.slipway.catalogue.removal;
