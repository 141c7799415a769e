package dev.slipway.lab.walk;

/** The steps of the guided upload, in order. */
enum WalkStep {
  FILE(
      "Choose a file",
      "The browser reads name, size and type, and computes the SHA-256 of the bytes. Nothing has"
          + " been sent yet. A large file gets a SHA-256 for each part instead, just before the"
          + " part is sent."),
  REQUEST(
      "Ask for a signed URL",
      "The application checks name, size, type and quota, and signs a URL that fits this file only."
          + " For a large file it starts a multipart upload in the store, and signs each part"
          + " later."),
  PENDING(
      "The pending upload",
      "Before it answered, the application wrote this row and reserved the bytes of the quota, in"
          + " one transaction. The row is permission to store one object. There is no video yet."),
  SEND(
      "Send the bytes to the store",
      "The browser asks the store whether this page may send the request, and then sends the file"
          + " straight to it. The store recomputes the signature from what"
          + " it receives and verifies the checksum. No byte passes through the application."),
  NOTIFICATION(
      "The bucket notification",
      "The store reports the new object. The application stores the message unparsed, acknowledges"
          + " it, and processes it afterwards. The message only says which key to check."),
  SYNC(
      "Catalogue sync",
      "The application asks the store for the object, reads its first 16 KiB to detect the format,"
          + " and writes the row from the responses. The browser’s completion causes the same sync,"
          + " so the order doesn’t matter."),
  PLAYBACK(
      "Play the video",
      "The step waits until a worker has checked the video. Then the application signs a GET, and"
          + " the player reads the bytes from the store. The timeline is what the audit log has"
          + " recorded about this video.");

  private final String title;
  private final String text;

  WalkStep(String title, String text) {
    this.title = title;
    this.text = text;
  }

  /** Counted from 1. */
  public int number() {
    return ordinal() + 1;
  }

  public String title() {
    return title;
  }

  public String text() {
    return text;
  }
}
