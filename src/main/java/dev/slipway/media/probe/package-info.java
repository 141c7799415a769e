/** Reads what a video file contains, and decides whether it can be played. */
package dev.slipway.media.probe;
