/**
 * Multipart uploads: how a file is cut into parts, what was signed for each part, and which parts
 * the store holds. Knows nothing of the upload that the parts belong to but its id.
 */
package dev.slipway.uploads.multipart;
