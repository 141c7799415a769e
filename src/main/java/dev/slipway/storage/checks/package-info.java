/** Doctor checks of the store, its settings and the signing key's permissions. */
package dev.slipway.storage.checks;
