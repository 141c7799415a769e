/**
 * The media job that makes renditions, and stores them by parts while they are made. Before a file
 * is begun, a row records its key and its multipart upload; the row is deleted in the transaction
 * that adds the rendition to the catalogue. So whatever ends an attempt, the next one can remove
 * what was left. Before a file is removed, its row is claimed, and a claimed row can't be exchanged
 * for one of the catalogue.
 */
package dev.slipway.processing.rendition;
