package dev.slipway.lab.walk;

import static dev.slipway.lab.walk.WalkMessage.Lane.APPLICATION;
import static dev.slipway.lab.walk.WalkMessage.Lane.BROWSER;
import static dev.slipway.lab.walk.WalkMessage.Lane.DATABASE;
import static dev.slipway.lab.walk.WalkMessage.Lane.STORE;

import dev.slipway.web.SequenceArrow;
import java.util.Arrays;
import java.util.List;

/** The messages of the diagram, in the order in which they are sent. */
enum WalkMessage {
  CHECKSUM(WalkStep.FILE, BROWSER, BROWSER, "Compute the SHA-256"),
  OPEN(WalkStep.REQUEST, BROWSER, APPLICATION, "POST /api/uploads"),
  INSERT_UPLOAD(WalkStep.PENDING, APPLICATION, DATABASE, "Insert the upload, reserve quota"),
  SIGNED_URL(WalkStep.REQUEST, APPLICATION, BROWSER, "201 with a signed URL"),
  PREFLIGHT(WalkStep.SEND, BROWSER, STORE, "OPTIONS: may this page PUT?"),
  PREFLIGHT_ANSWER(WalkStep.SEND, STORE, BROWSER, "Allowed, with CORS headers"),
  PUT(WalkStep.SEND, BROWSER, STORE, "PUT to the signed URL"),
  STORED(WalkStep.SEND, STORE, BROWSER, "200 with an ETag"),
  NOTIFICATION(WalkStep.NOTIFICATION, STORE, APPLICATION, "Notification with the key"),
  INSERT_NOTIFICATION(WalkStep.NOTIFICATION, APPLICATION, DATABASE, "Insert into the inbox"),
  HEAD(WalkStep.SYNC, APPLICATION, STORE, "HEAD, then GET of 16 KiB"),
  INSERT_VIDEO(WalkStep.SYNC, APPLICATION, DATABASE, "Insert the video, adjust quota"),
  PROBE(WalkStep.PLAYBACK, APPLICATION, STORE, "Worker: GET of ranges, READY"),
  SIGN_PLAY(WalkStep.PLAYBACK, BROWSER, APPLICATION, "POST /api/videos/…/urls"),
  PLAY_URL(WalkStep.PLAYBACK, APPLICATION, BROWSER, "201 with a signed URL"),
  GET(WalkStep.PLAYBACK, BROWSER, STORE, "GET of ranges");

  private final WalkStep step;
  private final Lane from;
  private final Lane to;
  private final String text;

  WalkMessage(WalkStep step, Lane from, Lane to, String text) {
    this.step = step;
    this.from = from;
    this.to = to;
    this.text = text;
  }

  public WalkStep step() {
    return step;
  }

  public Lane from() {
    return from;
  }

  public Lane to() {
    return to;
  }

  public String text() {
    return text;
  }

  public SequenceArrow arrow() {
    return new SequenceArrow(from.ordinal() + 1, to.ordinal() + 1, Lane.values().length);
  }

  /** Who sends and receives messages, from left to right. */
  enum Lane {
    BROWSER("Browser"),
    APPLICATION("Application"),
    STORE("Store"),
    DATABASE("Database");

    private final String title;

    Lane(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    static List<String> titles() {
      return Arrays.stream(values()).map(Lane::title).toList();
    }
  }
}
