/**
 * Who may do what with videos and other things of accounts. {@link
 * dev.slipway.catalogue.access.AccessPolicy} decides; share links implement {@link
 * dev.slipway.catalogue.access.SharedAccess}.
 */
package dev.slipway.catalogue.access;
