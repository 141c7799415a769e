package dev.slipway.catalogue.pages;

/**
 * What the visitor has just done to a video, for a notice on the next page.
 *
 * @param text for the visitor, without the title
 * @param id of the video; null if it concerns several
 * @param title of the video; null if it concerns several
 * @param undoable whether the video can be restored from the notice
 */
record DeletionNotice(String text, String id, String title, boolean undoable) {}
