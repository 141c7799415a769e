/**
 * Compares the bucket with the catalogue and repairs the differences, because notifications can be
 * lost.
 *
 * <p>The bucket's listing and the catalogue's rows are read side by side in key order, so memory
 * use does not grow with either. Each difference, called drift, is handed to {@link
 * dev.slipway.catalogue.sync.CatalogueSync}, which asks the store for that one key. A listing that
 * is stale or out of order therefore costs one extra request and never writes a wrong row. Progress
 * is saved every thousand keys, so another replica can resume an interrupted run.
 *
 * <p>Trade-off: objects without a row are catalogued at once, without approval. Videos without an
 * object are marked as missing only at the end of a run, and only if they are few or an
 * administrator approves, because an empty or wrong bucket looks exactly like a bucket that has
 * lost its objects.
 */
package dev.slipway.reconcile;
