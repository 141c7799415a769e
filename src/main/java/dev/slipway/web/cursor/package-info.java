/** What the cursors of all lists have in common: their encoding, and the times in them. */
package dev.slipway.web.cursor;
