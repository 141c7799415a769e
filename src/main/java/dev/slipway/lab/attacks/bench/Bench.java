package dev.slipway.lab.attacks.bench;

import dev.slipway.catalogue.VideoView;
import dev.slipway.lab.attacks.bench.Exchange.Sent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The work bench of one attack: it opens throw-away uploads, sends requests, and remembers what was
 * sent and answered. Closing it removes all that the attack has stored.
 */
public final class Bench implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Bench.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final Benches tools;
  private final String title;
  private final Deadline deadline;
  private final StoreRoute.Sender sender;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<String> uploadIds = new ArrayList<>();
  private final List<ObjectKey> unusedKeys = new ArrayList<>();

  Bench(Benches tools, String title, Deadline deadline) {
    this.tools = tools;
    this.title = title;
    this.deadline = deadline;
    this.sender = tools.route.choose();
  }

  /**
   * Opens an upload of these bytes.
   *
   * @throws ProblemException {@code quota-exceeded}
   */
  public ThrowAwayUpload open(byte[] content) {
    deadline.requireTime();
    return tools.uploads.open(title, content, uploadIds::add);
  }

  /** Returns this upload with a URL that binds no checksum. */
  public ThrowAwayUpload withoutChecksum(ThrowAwayUpload upload) {
    return tools.uploads.withoutChecksum(upload);
  }

  /** Signs another URL for the same file, with the same headers and another lifetime. */
  public ThrowAwayUpload.SignedPut signPut(ThrowAwayUpload upload, Duration lifetime) {
    return tools.uploads.signPut(upload, lifetime);
  }

  /**
   * Opens an upload that is sent in parts, and signs its last part.
   *
   * @throws ProblemException {@code quota-exceeded}
   */
  public ThrowAwayPart openPart(byte[] lastBytes) {
    deadline.requireTime();
    var upload = tools.uploads.openMultipart(title, lastBytes);
    uploadIds.add(upload.id());
    return tools.uploads.signLastPart(upload, lastBytes);
  }

  /** A key that no upload has. What an attack stores there is removed too. */
  public ObjectKey unusedKey() {
    var key = tools.store.unusedKey();
    unusedKeys.add(key);
    return key;
  }

  /** Sends a request to the store. */
  public Answer send(String step, StoreRequest request) throws IOException {
    deadline.requireTime();
    var response = sender.send(request.url(), request.toRawRequest());
    return add(new Exchange(step, Sent.of(request), Answer.ofStore(response)));
  }

  /** Posts a notification to the webhook, with the token of the application. */
  public Answer notifyWithToken(String step, StoreNotification notification) throws IOException {
    deadline.requireTime();
    return add(tools.webhook.postWithToken(step, notification));
  }

  /**
   * Posts a notification to the webhook.
   *
   * @param token of the forger; null for none
   */
  public Answer notifyForged(String step, StoreNotification notification, String token)
      throws IOException {
    deadline.requireTime();
    return add(tools.webhook.postForged(step, notification, token));
  }

  /** Requests a fresh URL for an upload, as the caller. */
  public Answer signUpload(String id) {
    deadline.requireTime();
    return add(tools.application.signUpload(id));
  }

  /** Completes an upload, as the caller. */
  public Answer complete(String id) {
    deadline.requireTime();
    return add(tools.application.complete(id));
  }

  /**
   * Requests an upload that is larger than the caller's quota or the largest file, as the caller.
   */
  public Answer openTooLarge() {
    deadline.requireTime();
    var request = tools.uploads.requestTooLarge(title);
    return add(tools.application.open("Open the upload", request, null, uploadIds::add));
  }

  /**
   * Requests an upload of these bytes, as the caller.
   *
   * @param idempotencyKey marks requests that are repetitions of each other
   */
  public OpeningAttempt openWithKey(String step, byte[] content, String idempotencyKey) {
    deadline.requireTime();
    var opened = new ArrayList<String>();
    var request = tools.uploads.request(title, content.length, null);
    var exchange = tools.application.open(step, request, idempotencyKey, opened::add);
    opened.stream().filter(id -> !uploadIds.contains(id)).forEach(uploadIds::add);
    return new OpeningAttempt(opened.isEmpty() ? null : opened.get(0), add(exchange));
  }

  /**
   * The result of a request that opens an upload.
   *
   * @param uploadId null if it was refused
   */
  public record OpeningAttempt(String uploadId, Answer answer) {
    public boolean isSameUploadAs(OpeningAttempt other) {
      return uploadId != null && uploadId.equals(other.uploadId);
    }
  }

  /** The bytes that count against the quota of the caller. */
  public long usedQuota() {
    return tools.uploads.usedQuota();
  }

  /** Requests a URL with which other bytes replace a part, as the caller. */
  public Answer signPart(ThrowAwayPart part, byte[] bytes) {
    deadline.requireTime();
    return add(
        tools.application.signPart(part.id(), ThrowAwayUploads.partsRequest(part.number(), bytes)));
  }

  /**
   * Fails if the store does not verify the checksums of parts.
   *
   * @throws ProblemException {@code attack-not-applicable}
   */
  public void requireChecksums() {
    tools.uploads.requireChecksums();
  }

  /**
   * Requests a URL to play a video, as the caller, and returns the request that it permits. Waits
   * until the video is checked, which takes about a second if a worker is free.
   *
   * @throws ProblemException {@code attack-not-applicable} if it is still being checked
   */
  public StoreRequest requestPlayUrl(ThrowAwayUpload upload) throws IOException {
    deadline.requireTime();
    if (!await(() -> !tools.application.isProcessing(upload.id()))) {
      throw new ProblemException(
          ErrorCode.ATTACK_NOT_APPLICABLE,
          "The video is still being checked. See Media programs in the doctor.");
    }
    return add(tools.application.requestPlayUrl(upload.id()));
  }

  /** Requests a URL to delete a video, as the caller, and returns the request that it permits. */
  public StoreRequest requestDeleteUrl(ThrowAwayUpload upload) {
    deadline.requireTime();
    return add(tools.application.requestDeleteUrl(upload.id()));
  }

  /** Deletes a video permanently, as the caller. */
  public void deletePermanently(ThrowAwayUpload upload) {
    deadline.requireTime();
    add(tools.application.deletePermanently(upload.id()));
  }

  /** Reads a video, as the caller. */
  public Answer readVideo(ThrowAwayUpload upload) {
    deadline.requireTime();
    return add(tools.application.readVideo(upload.id()));
  }

  /** Requests a URL to play a video, as the caller. */
  public Answer signPlayUrl(ThrowAwayUpload upload) {
    deadline.requireTime();
    return add(tools.application.signPlayUrl(upload.id()));
  }

  /** A notification about a key, at the current time. */
  public StoreNotification notification(ObjectKey key, long size, String etag, Instant at) {
    return StoreNotification.put(tools.store.bucket(), key, size, etag, at);
  }

  /** Asks the store for the object under a key. */
  public Optional<StoredObject> findObject(ObjectKey key) {
    deadline.requireTime();
    return tools.store.find(key);
  }

  /**
   * The number of parts that the store holds of an upload; empty if it does not know the upload.
   */
  public OptionalInt countParts(ThrowAwayPart part) {
    deadline.requireTime();
    return tools.store.countParts(part);
  }

  /** The number of rows of the catalogue about a key. */
  public long countRows(ObjectKey key) {
    return tools.catalogue.countRows(key);
  }

  /** The current row of the catalogue about a key. */
  public Optional<VideoView> findRow(ObjectKey key) {
    return tools.catalogue.findRow(key);
  }

  /**
   * Fails if nothing can be sent to the webhook with the token of the application.
   *
   * @throws ProblemException {@code attack-not-applicable}
   */
  public void requireWebhook() {
    tools.webhook.requireToken();
  }

  /** Whether the inbox has a notification about a key. */
  public boolean hasNotification(ObjectKey key) {
    return tools.catalogue.hasNotification(key);
  }

  /** Waits until the inbox has applied a notification, and not skipped it as an older one. */
  public boolean awaitApplied(StoreNotification notification) throws IOException {
    return await(() -> tools.catalogue.isApplied(notification));
  }

  /** Waits until the inbox has processed a notification as often as it was sent. */
  public boolean awaitProcessed(StoreNotification notification, int times) throws IOException {
    return await(() -> tools.catalogue.countProcessed(notification) >= times);
  }

  /** Waits until the store's clock has passed a time; false if it is far behind or unknown. */
  public boolean awaitStoreClock(Instant time) throws IOException {
    return await(() -> tools.route.readClock(sender).filter(time::isBefore).isPresent());
  }

  /** The requests and their answers, in the order in which they were sent. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  @Override
  public void close() {
    uploadIds.forEach(id -> attempt(id, () -> tools.uploads.remove(id)));
    unusedKeys.forEach(key -> attempt(key.value(), () -> tools.store.remove(key)));
  }

  /** A failure does not stop the rest. What is left expires like any abandoned upload. */
  private static void attempt(String what, Runnable removal) {
    try {
      removal.run();
    } catch (RuntimeException e) {
      LOG.warnf("What an attack of the lab has stored is not removed yet: %s: %s", what, e);
    }
  }

  private Answer add(Exchange exchange) {
    exchanges.add(exchange);
    return exchange.answer();
  }

  private StoreRequest add(ApplicationCalls.SignedRequest signed) {
    add(signed.exchange());
    return signed.request();
  }

  private boolean await(Condition condition) throws IOException {
    while (!condition.isMet()) {
      if (!deadline.hasTimeToWait()) {
        return false;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return true;
  }

  /** A condition that a bench waits for. */
  private interface Condition {
    boolean isMet() throws IOException;
  }
}
