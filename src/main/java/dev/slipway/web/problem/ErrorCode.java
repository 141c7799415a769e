package dev.slipway.web.problem;

/**
 * Every error that a client can meet. The code is stable: programs may branch on it. The title is
 * safe to show and says nothing about the inside.
 */
public enum ErrorCode {
  INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
  SIZE_INVALID("size-invalid", 400, "The size is not valid"),
  CHECKSUM_INVALID("checksum-invalid", 400, "The checksum is not valid"),
  PART_INVALID("part-invalid", 400, "A part is not valid"),
  UNAUTHENTICATED("unauthenticated", 401, "Log in first"),
  FORBIDDEN("forbidden", 403, "You may not do this"),
  CROSS_SITE_REQUEST("cross-site-request", 403, "Refused: the request came from another site"),
  NOT_FOUND("not-found", 404, "Not found"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This address does not take this method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "This address does not answer in that format"),
  UPLOAD_INCOMPLETE("upload-incomplete", 409, "The store does not have the bytes yet"),
  UPLOAD_CLOSED("upload-closed", 409, "The upload is closed"),
  UPLOAD_VANISHED("upload-vanished", 409, "The store no longer has the upload"),
  PART_CONFLICT("part-conflict", 409, "The store has other bytes for this part"),
  QUOTA_EXCEEDED("quota-exceeded", 409, "The quota is used up"),
  VIDEO_NOT_PLAYABLE("video-not-playable", 409, "The video is not playable"),
  RECONCILIATION_NOT_HELD("reconciliation-not-held", 409, "The reconciliation is not held"),
  LENGTH_REQUIRED("length-required", 411, "The request does not say how long it is"),
  FILE_TOO_LARGE("file-too-large", 413, "The file is too large"),
  BODY_TOO_LARGE("body-too-large", 413, "The request is too large"),
  TYPE_NOT_ALLOWED("type-not-allowed", 415, "This type of file is not taken"),
  MEDIA_TYPE_UNSUPPORTED("media-type-unsupported", 415, "Send application/json"),
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
  INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The store does not answer"),
  SENDER_UNVERIFIED("sender-unverified", 503, "Who sent this can not be verified right now"),
  DATABASE_UNAVAILABLE("database-unavailable", 503, "The database does not answer"),
  OVERLOADED("overloaded", 503, "Too much is asked for at once"),
  STOPPING("stopping", 503, "This server is about to stop");

  private final String code;
  private final int status;
  private final String title;

  ErrorCode(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The stable code, such as {@code upload-incomplete}. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** One short sentence for people. */
  public String title() {
    return title;
  }
}
