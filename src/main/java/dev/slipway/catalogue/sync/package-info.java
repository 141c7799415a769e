/**
 * Catalogue sync: checks one key in the store and writes what differs to the catalogue.
 *
 * <p>{@link dev.slipway.catalogue.sync.CatalogueSync} is the only way in which an object becomes a
 * row. Completion, notification and reconciliation all call it. The uploads take part by
 * implementing {@link dev.slipway.catalogue.sync.PendingUploads}, and by observing {@link
 * dev.slipway.catalogue.sync.ObjectStored} in the transaction that writes the row.
 */
package dev.slipway.catalogue.sync;
