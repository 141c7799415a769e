/**
 * The pictures of videos: posters and storyboards, and the owner's choice of a poster. The files
 * are in the derived bucket; {@code processing.picture} makes them.
 */
package dev.slipway.catalogue.picture;
