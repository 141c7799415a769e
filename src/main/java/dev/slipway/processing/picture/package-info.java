/** The media jobs that make posters and storyboards. */
package dev.slipway.processing.picture;
