/** What happens to the videos of a removed account. */
package dev.slipway.catalogue.removal;
