/**
 * What the bucket holds, as rows: videos, how they arrived and what happened to them.
 *
 * <p>{@link dev.slipway.catalogue.sync.CatalogueSync} is the one door: whoever has heard of an
 * object says 'look at this key', and only what the store then answers becomes a row.
 */
package dev.slipway.catalogue;
