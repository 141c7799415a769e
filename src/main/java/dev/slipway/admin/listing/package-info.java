/**
 * The page on which administrators search, filter and sort all videos, its columns, and the views
 * of it that they save.
 */
package dev.slipway.admin.listing;
