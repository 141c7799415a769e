/** Multipart uploads: how a file is cut into parts, and what was signed for each part. */
package dev.slipway.uploads.multipart;
