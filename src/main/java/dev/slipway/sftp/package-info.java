/**
 * Accepts files over SFTP, for programs and partners that can't use a browser.
 *
 * <p>An account sees its videos as the files of one directory. Writing a file opens an upload, and
 * closing it completes the upload; the same rules, quota and catalogue apply as for a browser. Only
 * here, and in the lab, do the bytes of a file pass through the application.
 *
 * <h2>What becomes a video</h2>
 *
 * <p>SFTP declares no size, so only the client's request to close a file says that it has ended. A
 * connection that breaks, or an application that is killed, leaves a growing upload with the parts
 * that the store has ({@link dev.slipway.uploads.StreamedUploads}). The client can continue it at
 * the end of these parts; otherwise it expires. Some clients close a file also if they are
 * interrupted, so a file whose container says that it is longer is treated as interrupted.
 *
 * <h2>Memory</h2>
 *
 * <p>A transfer keeps one part in a temporary file that has no name, so it vanishes with the
 * process. While the part is sent to the store the client's requests wait, and the window of the
 * SSH channel makes the client stop.
 */
package dev.slipway.sftp;
