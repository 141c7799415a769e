package dev.slipway.webhooks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What webhooks are told about. */
public enum WebhookEvent {
  /** A video can be played. */
  VIDEO_READY("video.ready"),
  /** A stored file can't be played as a video. */
  VIDEO_REJECTED("video.rejected"),
  /** A video was deleted permanently: its time in the trash is over, or it was deleted at once. */
  VIDEO_DELETED("video.deleted"),
  /** An upload was abandoned, and can't be continued. */
  UPLOAD_EXPIRED("upload.expired"),
  /** A user has asked for a test. Not chosen, because every webhook can be tested. */
  TEST("webhook.test");

  private final String type;

  WebhookEvent(String type) {
    this.type = type;
  }

  /** The name of the event in payloads and in the API. */
  public String type() {
    return type;
  }

  /** The events that a webhook can be created for. */
  public static List<WebhookEvent> choices() {
    return Arrays.stream(values()).filter(event -> event != TEST).toList();
  }

  /** Finds a choice by its name. */
  public static Optional<WebhookEvent> findChoice(String type) {
    return choices().stream().filter(event -> event.type.equals(type)).findFirst();
  }
}
