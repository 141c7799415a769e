/**
 * The relay of the fault lab. It stands between browsers, application, store and database, and
 * disturbs their connections for a minute. It knows nothing of the application, and no production
 * build contains it.
 */
package dev.slipway.embedded.relay;
