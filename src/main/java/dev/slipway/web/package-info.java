/**
 * What every page and endpoint shares: safe text, formats, the JSON rules, the clock and retry
 * delays. Knows no feature; its sub-packages hold errors, security, limits, rate limits, exports,
 * the path prefix, shared transactions, cursors, requests to other servers and the files of pages.
 */
package dev.slipway.web;
