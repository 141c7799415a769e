/** How transactions that run at the same time are joined, and how they exclude each other. */
package dev.slipway.web.database;
