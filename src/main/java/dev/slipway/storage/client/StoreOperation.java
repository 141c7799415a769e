package dev.slipway.storage.client;

/** The application's own calls to the store, as metrics, spans and the log name them. */
enum StoreOperation {
  HEAD("HEAD"),
  GET("GET"),
  PUT("PUT"),
  DELETE("DELETE"),
  HEAD_BUCKET("HEAD of the bucket, for"),
  LIST("list of"),
  BEGIN_UPLOAD("creation of a multipart upload of"),
  PUT_PART("PUT of a part of"),
  LIST_PARTS("list of parts of"),
  COMPLETE_UPLOAD("completion of"),
  ABORT_UPLOAD("abort of a multipart upload of");

  private final String phrase;

  StoreOperation(String phrase) {
    this.phrase = phrase;
  }

  /** The operation in a log line, followed by an object key. */
  @Override
  public String toString() {
    return phrase;
  }
}
