/**
 * Uploads whose bytes pass through the application: the alternative to pre-signed URLs, in which
 * the server checks the role of the caller for each request and carries each byte twice.
 */
package dev.slipway.lab.uploads;
