/** What a visitor may watch beyond the visibility of videos; share links implement it. */
package dev.slipway.catalogue.access;
