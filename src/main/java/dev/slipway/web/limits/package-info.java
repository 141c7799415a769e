/**
 * How large requests may be, how slowly clients may send them and read the responses, and how many
 * requests are in progress at once.
 */
package dev.slipway.web.limits;
