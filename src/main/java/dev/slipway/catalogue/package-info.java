/**
 * The catalogue: one row for each object of the videos bucket, with its details, and the JSON API
 * to list, edit and play videos.
 *
 * <p>Only {@link dev.slipway.catalogue.sync} writes new rows, and only from what the store reports.
 */
package dev.slipway.catalogue;
