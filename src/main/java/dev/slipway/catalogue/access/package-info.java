/**
 * Who may do what with videos and other things of accounts. {@link
 * dev.slipway.catalogue.access.AccessPolicy} decides; share links implement {@link
 * dev.slipway.catalogue.access.SharedAccess}. {@link dev.slipway.catalogue.access.SearchSlots}
 * limits how much of the database their searches use.
 */
package dev.slipway.catalogue.access;
