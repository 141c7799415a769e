/**
 * The application's own calls to the store: objects, multipart uploads, listings, and events.
 * Limits how many calls run at once, classifies how they end, and measures them.
 */
package dev.slipway.storage.client;
