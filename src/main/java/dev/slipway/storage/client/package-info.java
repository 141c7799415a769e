/** The application's own calls to the store. */
package dev.slipway.storage.client;
