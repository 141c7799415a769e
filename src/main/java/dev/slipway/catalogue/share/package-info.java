/**
 * Share links: each lets people who have it watch one video, until it expires or is revoked. A
 * browser that opens a link gets a grant in a cookie, which only {@code Videos} reads.
 */
package dev.slipway.catalogue.share;
