/**
 * Sends the same file in four ways, one, ten and fifty at a time, and measures what each way costs
 * the application. The clients are real ones: they connect to the addresses of this application and
 * of the store.
 */
package dev.slipway.lab.comparison;
