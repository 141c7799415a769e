/**
 * Reads the structure of MP4 and QuickTime files from a limited view: where the index is, and
 * whether all bytes that it refers to are in the file.
 *
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, ISO base media file
 *     format</a>
 */
package dev.slipway.media.mp4;
