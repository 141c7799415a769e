package dev.slipway.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.slipway.embedded.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The system under test for one test class: PostgreSQL, the store and any number of replicas, in
 * separate processes with TCP proxies between them. After each test it waits until the {@link
 * Invariants} hold, adds a row to the {@link FaultTable}, and fails the test if they don't hold in
 * time.
 */
final class Stack
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(60);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Stack.class);

  private final Map<String, String> settings;
  private final List<Replica> replicas = new ArrayList<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private AcknowledgedObjects acknowledged;
  private Path directory;
  private int generation;
  private DatabaseServer database;
  private StoreServer store;
  private Bucket bucket;
  private WebhookRelay relay;
  private TcpProxy databaseProxy;
  private TcpProxy storeProxy;
  private TcpProxy browserStoreProxy;
  private StateChangeLog changes;
  private Replica peer;
  private Instant startedAt;
  private String result = "";

  private Stack(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Returns a stack whose replicas have these environment variables. */
  static Stack with(Map<String, String> settings) {
    return new Stack(settings);
  }

  /**
   * Returns a stack that processes videos, and repairs nothing by reconciliation.
   *
   * @param tries after how many failed attempts a media job is dead
   */
  static Stack withProcessing(int tries, Map<String, String> additionalSettings) {
    Map<String, String> settings = new HashMap<>(additionalSettings);
    settings.put("SLIPWAY_RECONCILE_EVERY", "0S");
    settings.put("SLIPWAY_RECONCILE_AT_START", "false");
    settings.put("SLIPWAY_PROCESSING_ENABLED", "true");
    settings.put("SLIPWAY_PROCESSING_TRIES", Integer.toString(tries));
    settings.put("SLIPWAY_PROCESSING_RETRY_DELAY", "0.2S");
    return new Stack(settings);
  }

  @Override
  public void beforeAll(ExtensionContext tests) throws Exception {
    directory =
        Path.of("target", "faults", tests.getRequiredTestClass().getSimpleName()).toAbsolutePath();
    Directories.deleteRecursively(directory);
    start();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    startedAt = Instant.now();
    result = "";
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    List<String> violations =
        test.getExecutionException().isPresent() ? List.of("the test failed") : awaitInvariants();
    test.getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(FaultTable.class, key -> new FaultTable(), FaultTable.class)
        .add(
            test.getRequiredTestMethod().getAnnotation(Fault.class).value(),
            result,
            violations.isEmpty(),
            Duration.between(startedAt, Instant.now()));
    if (!violations.isEmpty()) {
      // The next test needs a stack in which nothing is broken or lost.
      tearDown();
      start();
    }
    if (test.getExecutionException().isEmpty() && !violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    tearDown();
  }

  /** The first replica. The relay forwards notifications to it by default. */
  Replica replica() {
    return replicas.isEmpty() ? startReplica(Map.of()) : replicas.get(0);
  }

  /** A second replica with the same settings, which runs until the end of the test class. */
  Replica peer() {
    if (peer == null) {
      peer = startReplica(Map.of());
    }
    return peer;
  }

  /** Starts another replica with additional settings. */
  Replica startReplica(Map<String, String> additionalSettings) {
    var environment = new HashMap<>(store.settings(storeProxy));
    environment.putAll(database.settings(databaseProxy));
    environment.put("SLIPWAY_STORE_PUBLIC_ENDPOINT", publicStoreUrl());
    environment.put("SLIPWAY_NOTIFICATIONS_TOKEN", WebhookRelay.TOKEN);
    environment.put("SLIPWAY_DEMO_ACCOUNTS", "true");
    environment.put("SLIPWAY_DOCTOR_AT_START", "false");
    // Most tests store files that only begin like a video.
    environment.put("SLIPWAY_PROCESSING_ENABLED", "false");
    environment.putAll(FaultSuiteSettings.QUICK_START);
    // Tests send more requests in a second than a person does in a day.
    environment.put("SLIPWAY_LIMITS_SIGN_BURST", "1000000");
    environment.put("SLIPWAY_LOGIN_BURST", "1000000");
    environment.putAll(settings);
    environment.putAll(additionalSettings);
    var log = directory.resolve("replica-%d.log".formatted(replicas.size()));
    var replica = new Replica(environment, log);
    replicas.add(replica);
    resources.push(replica);
    replica.start();
    return replica;
  }

  DatabaseServer database() {
    return database;
  }

  StoreServer store() {
    return store;
  }

  Bucket bucket() {
    return bucket;
  }

  WebhookRelay relay() {
    return relay;
  }

  /** The proxy between the application and PostgreSQL. */
  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  /** The proxy between the application and the store. */
  TcpProxy storeProxy() {
    return storeProxy;
  }

  /** The proxy between browsers, or other clients, and the store. */
  TcpProxy browserStoreProxy() {
    return browserStoreProxy;
  }

  /** The URL of the store for browsers. */
  String publicStoreUrl() {
    return "http://127.0.0.1:" + browserStoreProxy.port();
  }

  AcknowledgedObjects acknowledged() {
    return acknowledged;
  }

  /** Sets the result of the current test for the table. */
  void reportResult(String text, Object... values) {
    result = text.formatted(values);
  }

  /** Waits until all invariants hold, and returns the ones that are violated at the timeout. */
  List<String> awaitInvariants() throws Exception {
    var invariants = new Invariants(database, bucket, replica(), acknowledged, changes);
    var end = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
    var violations = invariants.findViolations();
    while (!violations.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(MILLISECONDS.toNanos(500));
      violations = invariants.findViolations();
    }
    return violations;
  }

  private void start() throws Exception {
    generation++;
    var data = Files.createDirectories(directory.resolve(Integer.toString(generation)));
    acknowledged = new AcknowledgedObjects();
    relay = register(WebhookRelay.start());
    database = register(new DatabaseServer(data.resolve("database")));
    store = register(newStoreServer(data));
    var databaseStart = CompletableFuture.runAsync(database::start);
    store.start();
    databaseStart.join();
    bucket = new Bucket(store);
    databaseProxy = register(TcpProxy.to(database.port()));
    storeProxy = register(TcpProxy.to(store.port()));
    browserStoreProxy = register(TcpProxy.to(store.port()));
    relay.forwardTo(replica());
    changes = StateChangeLog.install(database);
  }

  private <T extends AutoCloseable> T register(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Closes everything in reverse order, even if closing some of it fails. */
  private void tearDown() {
    replicas.clear();
    peer = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        System.err.println("Could not stop: " + e);
      }
    }
  }

  private StoreServer newStoreServer(Path data) {
    return FaultSuiteSettings.minio()
        .<StoreServer>map(program -> new MinioServer(program, data, relay.url()))
        .orElseGet(() -> new EmbeddedStoreServer(data.resolve("store"), relay.url()));
  }
}
