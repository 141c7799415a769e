/**
 * Opens, signs, completes, aborts and expires uploads: permissions to store one file each.
 *
 * <h2>Permissions</h2>
 *
 * <p>An upload belongs to the account that opened it. Only that account and administrators can see
 * or change it; for all others it does not exist ({@code UploadAccess}). Opening an upload
 * validates the file's name, type and size, reserves quota and returns a URL that is signed for
 * exactly this file. The bytes go from the browser straight to the store, which enforces what was
 * signed: key, type, length, checksum, metadata, and that the key is used once.
 *
 * <p>A large file is a multipart upload of the store ({@link dev.slipway.uploads.multipart}). Its
 * parts are signed in small batches just before they are sent, each for its own bytes, and the
 * store's list says which have arrived. A client can stop at any time and resume from another
 * machine: all it needs is the upload's id and the file.
 *
 * <p>Files that arrive over SFTP are the exception: their bytes pass through the application, and
 * their size is known only at the end ({@link dev.slipway.uploads.StreamedUploads}). Such an upload
 * grows part by part; nothing assembles its parts before its client has said that the file ends.
 *
 * <h2>Lifecycle</h2>
 *
 * <p>An upload is {@code OPEN} until its object is stored ({@code STORED}), its owner aborts it
 * ({@code ABORTED}) or it was not finished in time ({@code EXPIRED}). {@code UploadLifecycle}
 * performs each of these changes in one transaction with the quota reservation, the audit entry and
 * the event that metrics count. No transaction spans a call to the store.
 *
 * <ul>
 *   <li>An upload becomes stored only when the catalogue has seen its object in the store: {@code
 *       UploadLifecycle} observes {@code ObjectStored} in the transaction that writes the video's
 *       row.
 *   <li>An aborted upload stays as a tombstone, because a URL can't be revoked: an object that
 *       appears under its key later is removed.
 *   <li>An upload expires no sooner than its last URL plus the longest transfer, and only after the
 *       store was asked. If the object arrives even later, the upload becomes stored after all;
 *       this is the only way out of a final status.
 *   <li>An upload that was lost, such as with the database, is recreated from the metadata that
 *       travels with its object.
 * </ul>
 *
 * <p>Existing rows are locked in one order: account, upload, video. An opening inserts the upload
 * first and locks the account last, because other openings wait for that lock.
 *
 * <h2>Trade-offs</h2>
 *
 * <p>A client's word is never trusted. A completion request only makes the server ask the store,
 * which costs one or two calls, but in exchange every call may be repeated, lost or reordered.
 *
 * <p>Signed URLs are short-lived and signed just in time. This costs a request per batch of parts,
 * but keeps a leaked URL harmless, and lets an upload expire.
 */
package dev.slipway.uploads;
