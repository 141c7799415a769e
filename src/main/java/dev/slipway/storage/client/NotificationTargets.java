package dev.slipway.storage.client;

import dev.slipway.storage.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** Reads where the store sends notifications of the videos bucket. */
@ApplicationScoped
public class NotificationTargets {
  private static final Set<String> TARGET_CONFIGURATIONS =
      Set.of("QueueConfiguration", "TopicConfiguration", "CloudFunctionConfiguration");

  private static final Set<String> TARGET_NAMES = Set.of("Queue", "Topic", "CloudFunction");

  /** S3 sends every event to EventBridge, which has its own rules. */
  private static final String EVENT_BRIDGE = "EventBridgeConfiguration";

  private static final List<String> ALL_EVENTS =
      List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*");

  /** Forbidden, or not supported. */
  private static final Set<Integer> UNREADABLE_STATUS = Set.of(403, 405, 501);

  private final StoreConfig config;
  private final RawStoreClient client;

  NotificationTargets(StoreConfig config, RawStoreClient client) {
    this.config = config;
    this.client = client;
  }

  /** Whether this is the embedded store, which sends every event to this application. */
  public boolean isEmbeddedStore() {
    return config.embedded();
  }

  /**
   * Reads the notification configuration of the bucket.
   *
   * @return empty if the key has no permission to read it, or the store has no API for it
   * @throws IOException if the store does not answer, or reports another error
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html">
   *     GetBucketNotificationConfiguration</a>
   */
  public Optional<List<NotificationTarget>> read() throws IOException {
    if (!config.kind().exposesNotificationConfiguration()) {
      return Optional.empty();
    }
    var request = RawRequest.of("GET", "/" + config.bucket()).withQuery(Map.of("notification", ""));
    var response = client.send(request);
    if (response.isSuccess()) {
      return ResponseXml.parse(response.body()).map(NotificationTargets::of);
    }
    if (UNREADABLE_STATUS.contains(response.status())) {
      return Optional.empty();
    }
    throw new IOException("the store answers " + response.summary());
  }

  /** The S3 client's own model rejects XML that S3 allows, such as an empty filter. */
  private static List<NotificationTarget> of(Element configuration) {
    return ResponseXml.children(configuration)
        .filter(
            child ->
                TARGET_CONFIGURATIONS.contains(child.getLocalName())
                    || EVENT_BRIDGE.equals(child.getLocalName()))
        .map(NotificationTargets::toTarget)
        .toList();
  }

  private static NotificationTarget toTarget(Element element) {
    if (EVENT_BRIDGE.equals(element.getLocalName())) {
      return new NotificationTarget("EventBridge", ALL_EVENTS, "", "");
    }
    var name =
        ResponseXml.children(element)
            .filter(child -> TARGET_NAMES.contains(child.getLocalName()))
            .map(child -> child.getTextContent().strip())
            .findFirst();
    var events =
        ResponseXml.descendants(element, "Event")
            .map(event -> event.getTextContent().strip())
            .toList();
    return new NotificationTarget(
        name.orElse("?"), events, filterRule(element, "prefix"), filterRule(element, "suffix"));
  }

  private static String filterRule(Element element, String name) {
    return ResponseXml.descendants(element, "FilterRule")
        .filter(rule -> name.equalsIgnoreCase(ResponseXml.textOf(rule, "Name")))
        .map(rule -> ResponseXml.textOf(rule, "Value"))
        .findFirst()
        .orElse("");
  }
}
