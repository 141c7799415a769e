package dev.slipway.lab.choices;

import dev.slipway.lab.attacks.Defence;
import dev.slipway.lab.attacks.RequestOutcome;
import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.lab.attacks.bench.Exchange.Receiver;
import dev.slipway.lab.attacks.bench.Exchange.Sent;
import dev.slipway.lab.attacks.bench.StoreRoute;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The work bench of one trial: it sends requests, remembers them with their answers, and knows the
 * throw-away keys. Closing it removes the objects under them. Their keys are those of test objects,
 * which never become videos.
 */
final class TrialBench implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TrialBench.class);
  private static final int NOT_IMPLEMENTED = 501;
  private static final int TOO_MANY_REQUESTS = 429;

  private final StoreRoute.Sender sender;
  private final ObjectStore store;
  private final SecureRandom random;
  private final List<ObjectKey> keys = new ArrayList<>();
  private final List<TrialStep> steps = new ArrayList<>();

  TrialBench(StoreRoute.Sender sender, ObjectStore store, SecureRandom random) {
    this.sender = sender;
    this.store = store;
    this.random = random;
  }

  /**
   * A request, and what people see of it.
   *
   * @param headers all that are sent
   * @param shownBody the body with masked secrets
   */
  record TrialRequest(
      String method, URI url, Map<String, String> headers, byte[] body, byte[] shownBody) {
    Sent shown() {
      var text = shownBody.length == 0 ? null : shownBody;
      return Sent.of(Receiver.STORE, method, url.toString(), Secrets.mask(headers), text);
    }
  }

  /** A new key. */
  ObjectKey newKey() {
    return register(ObjectKey.ofTestObject(RandomId.random(random)));
  }

  /** A key below another one. */
  ObjectKey keyBelow(String prefix, String name) {
    return register(new ObjectKey(prefix + name));
  }

  /** The headers that every request has, so that the HTTP client adds none. */
  static Map<String, String> headers(URI url) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", url.getRawAuthority());
    headers.put("User-Agent", "Slipway-Lab");
    headers.put("Accept-Encoding", "identity");
    headers.put("Connection", "close");
    return headers;
  }

  /**
   * Sends the request that all others need.
   *
   * @return empty if the store refuses it
   * @throws ProblemException {@code store-unavailable} if the store fails
   */
  Optional<RawResponse> sendFirst(String title, TrialRequest request) throws IOException {
    var response = exchange(request);
    var answer = shown(response);
    var status = response.status();
    var refused =
        status == NOT_IMPLEMENTED || status >= 400 && status < 500 && status != TOO_MANY_REQUESTS;
    if (!response.isSuccess() && !refused) {
      throw new ProblemException(
          ErrorCode.STORE_UNAVAILABLE,
          "The experiment was not finished, because the store answered %s. Try again later."
              .formatted(answer.summary()));
    }
    add(
        title,
        RequestOutcome.ALLOWED,
        refused ? RequestOutcome.REFUSED : RequestOutcome.ALLOWED,
        request,
        answer);
    return refused ? Optional.empty() : Optional.of(response);
  }

  /**
   * Sends another request.
   *
   * @throws ProblemException {@code store-unavailable} if the answer says nothing about it
   */
  void send(String title, RequestOutcome expected, TrialRequest request) throws IOException {
    var answer = shown(exchange(request));
    add(title, expected, RequestOutcome.of(answer, Defence.POLICY), request, answer);
  }

  /** Asks the store for the object under a key, with a call of the application. */
  Optional<StoredObject> find(ObjectKey key) {
    return store.head(key);
  }

  List<TrialStep> steps() {
    return List.copyOf(steps);
  }

  /** The answer to the first request, such as {@code 501 NotImplemented}. */
  String firstAnswer() {
    return steps.get(0).answer().summary();
  }

  @Override
  public void close() {
    for (var key : keys) {
      try {
        store.remove(key);
      } catch (RuntimeException e) {
        LOG.warnf("What a trial of the lab has stored is not removed: %s: %s", key, e);
      }
    }
  }

  private ObjectKey register(ObjectKey key) {
    keys.add(key);
    return key;
  }

  private RawResponse exchange(TrialRequest request) throws IOException {
    var raw = RawRequest.of(request.method(), "").withHeaders(request.headers());
    return sender.send(
        request.url(), request.body().length == 0 ? raw : raw.withBody(request.body()));
  }

  private static Answer shown(RawResponse response) {
    return Answer.ofStore(response).withBody(Secrets::maskCredentials);
  }

  private void add(
      String title,
      RequestOutcome expected,
      RequestOutcome observed,
      TrialRequest request,
      Answer answer) {
    steps.add(
        new TrialStep(title, expected, observed, expected == observed, request.shown(), answer));
  }
}
