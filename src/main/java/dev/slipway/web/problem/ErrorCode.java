package dev.slipway.web.problem;

/**
 * The catalogue of all errors that a client can receive. A code is stable, so programs may branch
 * on it. A title is safe to show and reveals no internals.
 */
public enum ErrorCode {
  INVALID_REQUEST("invalid-request", 400, "The request isn't valid"),
  SIZE_INVALID("size-invalid", 400, "The file size isn't valid"),
  CHECKSUM_INVALID("checksum-invalid", 400, "The checksum isn't valid"),
  PART_INVALID("part-invalid", 400, "The part isn't valid"),
  URL_INVALID("url-invalid", 400, "The URL isn't valid"),
  URL_NOT_SIGNED("url-not-signed", 400, "The URL isn't pre-signed"),
  SIGNATURE_UNSUPPORTED("signature-unsupported", 400, "This kind of signature isn't supported"),
  PASSWORD_WRONG("password-wrong", 400, "The current password is wrong"),
  PASSWORD_REFUSED("password-refused", 400, "The new password can't be used"),
  UNAUTHENTICATED("unauthenticated", 401, "Authentication is required"),
  FORBIDDEN("forbidden", 403, "You don't have permission to do this"),
  INSUFFICIENT_SCOPE("insufficient-scope", 403, "The token isn't allowed to do this"),
  CROSS_SITE_REQUEST("cross-site-request", 403, "The request came from another site"),
  NOT_FOUND("not-found", 404, "Not found"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This address doesn't support this HTTP method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "This address doesn't provide the requested format"),
  UPLOAD_INCOMPLETE("upload-incomplete", 409, "The store doesn't have the whole file yet"),
  UPLOAD_CLOSED("upload-closed", 409, "The upload is closed"),
  UPLOAD_VANISHED("upload-vanished", 409, "The store no longer has this upload"),
  PART_CONFLICT("part-conflict", 409, "The store already has different bytes for this part"),
  QUOTA_EXCEEDED("quota-exceeded", 409, "The quota is used up"),
  VIDEO_NOT_PLAYABLE("video-not-playable", 409, "The video can't be played"),
  VIDEO_REJECTED("video-rejected", 409, "The video was rejected"),
  PROCESSING_DISABLED("processing-disabled", 409, "Videos aren't processed in this installation"),
  VIDEO_IN_TRASH("video-in-trash", 409, "The video is in the trash"),
  VIDEO_DELETED("video-deleted", 409, "The video was deleted"),
  VIDEO_REPLACED("video-replaced", 409, "A newer object has replaced this one"),
  OBJECT_MISSING("object-missing", 409, "The store doesn't have the video's object"),
  VIEW_EXISTS("view-exists", 409, "A saved view already has this name"),
  ACCOUNT_EXISTS("account-exists", 409, "The name is in use"),
  ACCOUNT_CHANGED("account-changed", 409, "The account has changed since you opened it"),
  ACCOUNT_REMOVED("account-removed", 409, "The account was removed"),
  ACCOUNT_DISABLED("account-disabled", 409, "The account is disabled"),
  LAST_ADMINISTRATOR("last-administrator", 409, "This is the only administrator who can log in"),
  OWN_ACCOUNT("own-account", 409, "This is your own account"),
  DEMO_ACCOUNT("demo-account", 409, "This is a demo account"),
  ATTACK_NOT_APPLICABLE(
      "attack-not-applicable", 409, "This experiment doesn't apply to this installation"),
  PASSWORD_UNCHANGEABLE(
      "password-unchangeable", 409, "The password of this account can't be changed"),
  KEY_IN_USE("key-in-use", 409, "The key is already in use"),
  IDENTITY_IN_USE("identity-in-use", 409, "The identity belongs to another account"),
  WEBHOOK_DISABLED("webhook-disabled", 409, "The webhook is disabled"),
  RECONCILIATION_NOT_HELD(
      "reconciliation-not-held", 409, "The reconciliation isn't waiting for approval"),
  BULK_JOB_ENDED("bulk-job-ended", 409, "The bulk job can't be resumed"),
  BULK_JOB_NOT_UNDOABLE("bulk-job-not-undoable", 409, "The bulk job can't be undone"),
  BULK_JOB_LIMIT("bulk-job-limit", 409, "Too many bulk jobs are running"),
  FILE_TOO_LARGE("file-too-large", 413, "The file is too large"),
  BODY_TOO_LARGE("body-too-large", 413, "The request is too large"),
  ADDRESS_TOO_LONG("address-too-long", 414, "The address is too long"),
  TYPE_NOT_ALLOWED("type-not-allowed", 415, "This file type isn't supported"),
  MEDIA_TYPE_UNSUPPORTED("media-type-unsupported", 415, "This request needs another Content-Type"),
  CONTENT_CODING_UNSUPPORTED(
      "content-coding-unsupported", 415, "The coding of the request's body isn't supported"),
  HOST_NOT_ALLOWED("host-not-allowed", 421, "This host name isn't allowed"),
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The request headers are too large"),
  INTERNAL_ERROR("internal-error", 500, "Something went wrong on the server"),
  TRANSFER_CODING_UNSUPPORTED(
      "transfer-coding-unsupported", 501, "The transfer coding isn't supported"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The object store is unavailable"),
  RELAY_UNAVAILABLE("relay-unavailable", 503, "The relay of the fault lab is unavailable"),
  SENDER_UNVERIFIED("sender-unverified", 503, "The sender can't be verified right now"),
  DATABASE_UNAVAILABLE("database-unavailable", 503, "The database is unavailable"),
  SEARCH_TIMEOUT("search-timeout", 503, "The search took too long"),
  OVERLOADED("overloaded", 503, "The server is overloaded"),
  STOPPING("stopping", 503, "The server is shutting down");

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
