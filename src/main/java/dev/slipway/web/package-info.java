/**
 * What every page and endpoint shares: safe text, formats, the JSON rules, the clock and retry
 * delays. Knows no feature; its sub-packages hold errors, security, limits and the path prefix.
 */
package dev.slipway.web;
