package dev.slipway.embedded.relay;

import dev.slipway.embedded.relay.Observations.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * The routes between browsers, application, store and database, and the API that controls them. Its
 * faults are those of the routes that are open. Closing it closes all connections.
 */
public final class FaultRelay implements AutoCloseable {
  /** How long a delayed notification is kept back. */
  public static final Duration NOTIFICATION_DELAY = Duration.ofSeconds(10);

  private final InetAddress address;
  private final Duration notificationDelay;
  private final FaultSwitch faults;
  private final Observations observations;
  private final Set<Fault> available = new ConcurrentSkipListSet<>();
  private final ResourceStack running = new ResourceStack();

  /**
   * @param address at which all routes listen
   */
  public FaultRelay(Clock clock, InetAddress address, Duration notificationDelay) {
    this.address = address;
    this.notificationDelay = notificationDelay;
    this.faults = new FaultSwitch(clock);
    this.observations = new Observations(clock);
  }

  /**
   * Opens the route between application and database.
   *
   * @param port 0 for any free one, here and below
   * @return the port at which the route listens, here and below
   */
  public int openDatabase(int port, InetSocketAddress database) throws IOException {
    var route = register(TcpRoute.open(at(port), database, faults, Fault.STOP_DATABASE));
    available.add(Fault.STOP_DATABASE);
    return route.port();
  }

  /** Opens the route between application and store. */
  public int openStore(int port, InetSocketAddress store) throws IOException {
    var route = register(TcpRoute.open(at(port), store, faults, Fault.STOP_STORE));
    available.add(Fault.STOP_STORE);
    return route.port();
  }

  /** Opens the route between browsers and store. */
  public int openBrowsers(int port, InetSocketAddress store) throws IOException {
    var route = register(BrowserRoute.open(at(port), store, faults, observations));
    available.addAll(Set.of(Fault.CUT_UPLOADS, Fault.LOSE_ANSWERS, Fault.EXPIRE_URLS));
    return route.port();
  }

  /**
   * Opens the route between store and application.
   *
   * @param application its address; empty until it listens
   */
  public int openNotifications(int port, Supplier<Optional<URI>> application) throws IOException {
    var webhook = new Webhook(application);
    var held = new HeldNotifications(webhook, observations, notificationDelay);
    var route = register(NotificationRoute.open(at(port), faults, observations, webhook, held));
    available.addAll(
        Set.of(
            Fault.DROP_NOTIFICATIONS,
            Fault.DELAY_NOTIFICATIONS,
            Fault.DUPLICATE_NOTIFICATIONS,
            Fault.REORDER_NOTIFICATIONS));
    return route.port();
  }

  /** Adds the fault that kills the application. It is over at once. */
  public void allowKill(ApplicationProcess application) {
    faults.onStart(
        fault -> {
          if (fault == Fault.KILL_APPLICATION) {
            faults.end(fault);
            kill(application);
          }
        });
    available.add(Fault.KILL_APPLICATION);
  }

  /** Opens the control API. */
  public int openControl(int port, String token) throws IOException {
    return register(ControlServer.open(at(port), token, faults, observations, available)).port();
  }

  /** Stops all parts, also if one of them fails to stop. */
  @Override
  public void close() {
    running.close();
  }

  private void kill(ApplicationProcess application) {
    if (application.kill()) {
      observations.add(Action.APPLICATION_KILLED, null, 0);
    }
  }

  private InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  private <T extends AutoCloseable> T register(T resource) {
    running.push(resource);
    return resource;
  }
}
