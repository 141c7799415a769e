/**
 * Reads the parts of a stored file that a program needs, with a limit on the bytes and the number
 * of reads, into a local file of the same length.
 */
package dev.slipway.media.source;
