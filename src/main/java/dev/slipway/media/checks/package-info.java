/** The doctor's checks of ffprobe and of the sandbox that confines it. */
package dev.slipway.media.checks;
