/** Finds the programs ffprobe and ffmpeg, and checks which version they are. */
package dev.slipway.media.program;
