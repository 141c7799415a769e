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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real thing for the tests of one class: PostgreSQL, the store and as many replicas as wanted,
 * in processes of their own, with a line between any two. After each test, when what was broken has
 * settled, the invariants have to hold.
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
  private Instant startedAt;
  private String result = "";

  private Stack(Map<String, String> settings) {
    this.settings = settings;
  }

  /** With settings of its own, by the names of environment variables. */
  static Stack with(Map<String, String> settings) {
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
    List<String> broken =
        test.getExecutionException().isPresent() ? List.of("the test failed") : awaitInvariants();
    test.getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(FaultTable.class, key -> new FaultTable(), FaultTable.class)
        .add(
            test.getRequiredTestMethod().getAnnotation(Fault.class).value(),
            result,
            broken.isEmpty(),
            Duration.between(startedAt, Instant.now()));
    if (!broken.isEmpty()) {
      // Whatever is dead or lost now is not the next test's fault.
      tearDown();
      start();
    }
    if (test.getExecutionException().isEmpty() && !broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    tearDown();
  }

  /** The first replica, to which the relay passes notifications on unless it is told otherwise. */
  Replica replica() {
    return replicas.isEmpty() ? startReplica(Map.of()) : replicas.get(0);
  }

  /** A further replica, with settings of its own. */
  Replica startReplica(Map<String, String> more) {
    var environment = new HashMap<>(store.settings(storeProxy));
    environment.putAll(database.settings(databaseProxy));
    environment.put("SLIPWAY_STORE_PUBLIC_ENDPOINT", publicStoreUrl());
    environment.put("SLIPWAY_NOTIFICATIONS_TOKEN", WebhookRelay.TOKEN);
    environment.put("SLIPWAY_DEMO_ACCOUNTS", "true");
    environment.put("SLIPWAY_DOCTOR_AT_START", "false");
    // It is started a hundred times, and never for long.
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    // A suite asks for more in a second than a person does in a day.
    environment.put("SLIPWAY_LIMITS_SIGN_BURST", "1000000");
    environment.putAll(settings);
    environment.putAll(more);
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

  /** Between the application and PostgreSQL. */
  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  /** Between the application and the store. */
  TcpProxy storeProxy() {
    return storeProxy;
  }

  /** Between those who upload and the store. */
  TcpProxy browserStoreProxy() {
    return browserStoreProxy;
  }

  /** Where browsers reach the store. */
  String publicStoreUrl() {
    return "http://127.0.0.1:" + browserStoreProxy.port();
  }

  AcknowledgedObjects acknowledged() {
    return acknowledged;
  }

  /** For the table: what was measured. */
  void reportResult(String text, Object... values) {
    result = text.formatted(values);
  }

  /** Waits until the invariants hold; what still does not when it should is returned. */
  List<String> awaitInvariants() throws Exception {
    var invariants = new Invariants(database, bucket, replica(), acknowledged, changes);
    var end = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
    var broken = invariants.findViolations();
    while (!broken.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(MILLISECONDS.toNanos(500));
      broken = invariants.findViolations();
    }
    return broken;
  }

  private void start() throws Exception {
    generation++;
    var data = Files.createDirectories(directory.resolve(Integer.toString(generation)));
    acknowledged = new AcknowledgedObjects();
    relay = register(WebhookRelay.start());
    database = register(new DatabaseServer(data.resolve("database")));
    database.start();
    store = register(newStoreServer(data));
    store.start();
    bucket = new Bucket(store);
    databaseProxy = register(TcpProxy.to(database.port()));
    storeProxy = register(TcpProxy.to(store.port()));
    browserStoreProxy = register(TcpProxy.to(store.port()));
    relay.forwardTo(replica());
    changes = StateChangeLog.install(database);
  }

  private <T extends AutoCloseable> T register(T part) {
    resources.push(part);
    return part;
  }

  /** In reverse order, and all of it, whatever the others say. */
  private void tearDown() {
    replicas.clear();
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        System.err.println("Does not end: " + e);
      }
    }
  }

  private StoreServer newStoreServer(Path data) {
    return FaultSuiteSettings.minio()
        .<StoreServer>map(program -> new MinioServer(program, data, relay.url()))
        .orElseGet(() -> new EmbeddedStoreServer(data.resolve("store"), relay.url()));
  }
}
