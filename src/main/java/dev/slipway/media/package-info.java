/** Detects the format of files. Knows bytes, not videos. */
package dev.slipway.media;
