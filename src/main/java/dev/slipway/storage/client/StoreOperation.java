package dev.slipway.storage.client;

/** What is asked of the store. */
public enum StoreOperation {
  HEAD("HEAD"),
  GET("GET"),
  DELETE("DELETE"),
  HEAD_BUCKET("HEAD of the bucket, for"),
  LIST("list of"),
  BEGIN_UPLOAD("POST of an upload to"),
  LIST_PARTS("list of parts of"),
  COMPLETE_UPLOAD("completion of"),
  ABORT_UPLOAD("DELETE of an upload to");

  private final String words;

  StoreOperation(String words) {
    this.words = words;
  }

  /** As the log says it, before a key. */
  @Override
  public String toString() {
    return words;
  }
}
