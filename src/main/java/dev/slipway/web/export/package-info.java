/** Sends long lists as files: row by row, in the memory of one page. */
package dev.slipway.web.export;
