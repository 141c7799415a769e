/** Unpacks the ffprobe and ffmpeg that one-command runs and tests use. */
package dev.slipway.embedded.media;
