/**
 * The listing that administrators search, filter and sort, and owners their own videos: every
 * request costs a bounded amount of work, however many videos there are.
 */
package dev.slipway.catalogue.listing;
