/** Serving the application below a path prefix of a shared host. */
package dev.slipway.web.path;
