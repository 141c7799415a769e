/**
 * Holds bucket and catalogue against each other, since notifications can be lost.
 *
 * <p>Listing and rows are read side by side in the order of keys; what differs is looked at through
 * {@link dev.slipway.catalogue.sync.CatalogueSync}, as for every other signal, so a listing that is
 * late or out of order costs a look and does no harm. What has been compared is written down every
 * thousand keys: whoever takes over goes on from there.
 *
 * <p>Trade-off. Objects that are there are catalogued at once, and nobody is asked. Rows whose
 * object is gone are marked in the end, and only where they are few or somebody has agreed: an
 * empty or a wrong bucket looks just like a bucket whose objects are gone.
 */
package dev.slipway.reconcile;
