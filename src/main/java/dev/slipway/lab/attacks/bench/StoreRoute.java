package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The way to the store. URLs are signed for the address that browsers use. A container may not
 * reach that one: then the same request goes to the internal address, with the public Host.
 */
@ApplicationScoped
public class StoreRoute {
  private static final RawRequest HARMLESS = RawRequest.of("GET", "");

  private final StoreOrigin publicOrigin;
  private final StoreOrigin internalOrigin;
  private final RawStoreClient client;

  StoreRoute(StoreConfig config, StoreOrigin publicOrigin, RawStoreClient client) {
    this.publicOrigin = publicOrigin;
    this.internalOrigin = new StoreOrigin(config.endpoint());
    this.client = client;
  }

  /** Sends a request whose URL is signed for the public address. */
  public interface Sender {
    RawResponse send(URI url, RawRequest request) throws IOException;
  }

  /**
   * Chooses the way for one experiment, with a harmless request: an experiment must not be repeated
   * because its response was lost.
   */
  public Sender choose() {
    if (publicOrigin.origin().equals(internalOrigin.origin())) {
      return client::sendTo;
    }
    // From another machine or container, a loopback address does not lead to the store.
    if (publicOrigin.isLoopback() && !internalOrigin.isLoopback()) {
      return client::sendInternally;
    }
    try {
      client.sendTo(root(), HARMLESS);
      return client::sendTo;
    } catch (IOException unreachable) {
      return client::sendInternally;
    }
  }

  /** The store's time, from the header {@code Date} of any response; empty if it sends none. */
  Optional<Instant> readClock(Sender sender) throws IOException {
    try {
      var date = sender.send(root(), HARMLESS).header("Date");
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException missing) {
      return Optional.empty();
    }
  }

  /** An address at which the store answers everyone, with an error. */
  private URI root() {
    return URI.create(publicOrigin.origin() + "/");
  }
}
