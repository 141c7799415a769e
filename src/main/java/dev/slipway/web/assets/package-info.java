/**
 * Styles, modules and icons: each page loads them from addresses that contain a hash of the
 * content, with each module graph linked into one file; other sites import single modules from
 * stable addresses.
 */
package dev.slipway.web.assets;
