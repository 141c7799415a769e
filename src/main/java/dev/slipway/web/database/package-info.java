/** How requests that arrive at the same time share transactions. */
package dev.slipway.web.database;
