/**
 * The sending end: who may put which file where, until when.
 *
 * <p>Permission. An upload is a permission with an intent. Asking for one records who wants to
 * store which file of how many bytes, reserves the room for it, and answers a URL that fits this
 * one file. From then on the browser and the store are alone with each other, and the store's
 * refusal is the only one that counts.
 *
 * <p>Parts. A large file is a multipart upload of the store. Its parts are signed a few at a time,
 * just before they are sent, each for the very bytes that were promised; the store's own list says
 * which have arrived. The client can stop at any time and go on from another machine: what it needs
 * to know is the upload's id and the file.
 *
 * <p>Lifecycle. An upload is open until the store has its object ({@code STORED}), it is given up
 * ({@code ABORTED}) or too old ({@code EXPIRED}). It becomes stored in the very transaction that
 * writes the catalogue's row, which is the catalogue's doing: see {@link
 * dev.slipway.uploads.DatabasePendingUploads}. A URL can't be taken back, so an aborted upload
 * stays as a tombstone: what still appears under its key is removed.
 *
 * <p>Trade-off. 'Done' is never believed. The browser's completion call is a hint like any other,
 * and makes the server ask the store.
 */
package dev.slipway.uploads;
