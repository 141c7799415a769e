/** The path prefix below which the application runs on a shared host; no feature knows it. */
package dev.slipway.web.path;
