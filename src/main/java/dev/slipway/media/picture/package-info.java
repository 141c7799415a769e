/**
 * Pictures of a video file: its poster, and frames for a storyboard. Both need key frames only, of
 * which it fetches as few as it can; ffmpeg decodes them in a sandbox.
 */
package dev.slipway.media.picture;
