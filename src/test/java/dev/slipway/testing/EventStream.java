package dev.slipway.testing;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events, which reads as a browser's EventSource does. */
public final class EventStream implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 15;
  private static final Message END = new Message(null, null, null);

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    var reader = new Thread(this::read, "event stream");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * @param name null for a message that only tells its id
   */
  public record Message(String id, String name, String data) {}

  /**
   * @param path with its query
   * @param lastEventId null to send none
   */
  public static EventStream open(ApiClient client, String path, String lastEventId) {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
            .header("Accept", "text/event-stream");
    client.authenticationHeaders().forEach(request::header);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      return new EventStream(
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  /** Returns the next message, and fails after 15 s. */
  public Message next() {
    try {
      var message = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (message == null || message == END) {
        throw new AssertionError("No message within " + TIMEOUT_SECONDS + " s");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns the next messages with a name, until one has this data. */
  public List<Message> until(String data) {
    var found = new ArrayList<Message>();
    Message message;
    do {
      message = next();
      if (message.name() != null) {
        found.add(message);
      }
    } while (!data.equals(message.data()));
    return found;
  }

  /** Waits until the server ends the response. */
  public void awaitEnd() {
    Eventually.holds("the response ends", () -> messages.contains(END));
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String name = null;
      String data = null;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          messages.add(new Message(id, name, data));
          name = null;
          data = null;
        } else if (line.startsWith("id:")) {
          id = line.substring("id:".length()).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          data = line.substring("data:".length()).strip();
        }
      }
    } catch (IOException closed) {
      // The test or the server closed the connection.
    }
    messages.add(END);
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
