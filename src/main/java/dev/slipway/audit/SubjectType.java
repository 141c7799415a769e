package dev.slipway.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the subject of an entry is the id of. Follows from the action or, if access was denied, from
 * the detail, so it isn't stored.
 */
public enum SubjectType {
  ACCOUNT,
  /** An upload and the video that it becomes share one id. */
  VIDEO,
  UPLOAD,
  SHARE,
  TOKEN,
  WEBHOOK,
  NOTIFICATION,
  RECONCILIATION,
  BULK_JOB,
  /** A part of the application, or an address in it. */
  APPLICATION,
  /** Another kind of thing, which the first part of the action names. */
  OTHER;

  /** The name in JSON. */
  @JsonValue
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SubjectType of(AuditEntry entry) {
    return switch (entry.action()) {
      case "share.created", "share.revoked" -> VIDEO;
      case "notification.replayed" -> isNumber(entry.subject()) ? NOTIFICATION : APPLICATION;
      case AccessDenials.ACTION -> entry.subject().startsWith("/") ? APPLICATION : ofDenial(entry);
      default -> ofArea(entry.action().substring(0, entry.action().indexOf('.')));
    };
  }

  /** The detail of an entry that says that an account may not see an object of this type. */
  String deniedDetail() {
    return this == VIDEO
        ? "It belongs to someone else"
        : "The %s belongs to someone else".formatted(lowerCaseName());
  }

  /** Earlier versions named no type. */
  private static SubjectType ofDenial(AuditEntry entry) {
    return Arrays.stream(values())
        .filter(type -> entry.detail() != null && entry.detail().startsWith(type.deniedDetail()))
        .findFirst()
        .orElse(VIDEO);
  }

  private static SubjectType ofArea(String area) {
    return switch (area) {
      case "account", "login", "invitation", "password", "session", "quota" -> ACCOUNT;
      case "video", "captions", "poster", "processing", "deletion", "object" -> VIDEO;
      case "upload" -> UPLOAD;
      case "share" -> SHARE;
      case "token" -> TOKEN;
      case "webhook" -> WEBHOOK;
      case "reconciliation" -> RECONCILIATION;
      case "bulk" -> BULK_JOB;
      case "audit", "dashboard", "fault", "videos" -> APPLICATION;
      default -> OTHER;
    };
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(character -> character >= '0' && character <= '9');
  }
}
