package dev.slipway.storage.client;

import dev.slipway.storage.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** Who is told what happens in the bucket of videos. */
@ApplicationScoped
public class NotificationTargets {
  private static final Set<String> TARGET_CONFIGURATIONS =
      Set.of("QueueConfiguration", "TopicConfiguration", "CloudFunctionConfiguration");

  private static final Set<String> TARGET_NAMES = Set.of("Queue", "Topic", "CloudFunction");

  /** S3 passes everything on to EventBridge, which has rules of its own. */
  private static final String EVENT_BRIDGE = "EventBridgeConfiguration";

  private static final List<String> ALL_EVENTS =
      List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*");

  private final StoreConfig config;
  private final RawStoreClient prober;

  NotificationTargets(StoreConfig config, RawStoreClient prober) {
    this.config = config;
    this.prober = prober;
  }

  /** Whether it is the embedded store, which tells this application everything. */
  public boolean isEmbeddedStore() {
    return config.embedded();
  }

  /**
   * What is configured at the store.
   *
   * @return empty where the key may not read that, or the store can't tell it
   * @throws IOException where the store does not answer
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html">
   *     GetBucketNotificationConfiguration</a>
   */
  public Optional<List<NotificationTarget>> read() throws IOException {
    if (!config.kind().exposesNotificationConfiguration()) {
      return Optional.empty();
    }
    var request = RawRequest.of("GET", "/" + config.bucket()).withQuery(Map.of("notification", ""));
    var answer = prober.send(request);
    return answer.isSuccess()
        ? ResponseXml.parse(answer.body()).map(NotificationTargets::of)
        : Optional.empty();
  }

  /** The client's own model of this refuses some of what S3 allows, such as an empty filter. */
  private static List<NotificationTarget> of(Element configuration) {
    return ResponseXml.children(configuration)
        .filter(
            child ->
                TARGET_CONFIGURATIONS.contains(child.getLocalName())
                    || EVENT_BRIDGE.equals(child.getLocalName()))
        .map(NotificationTargets::subscription)
        .toList();
  }

  private static NotificationTarget subscription(Element element) {
    if (EVENT_BRIDGE.equals(element.getLocalName())) {
      return new NotificationTarget("EventBridge", ALL_EVENTS, "", "");
    }
    var target =
        ResponseXml.children(element)
            .filter(child -> TARGET_NAMES.contains(child.getLocalName()))
            .map(child -> child.getTextContent().strip())
            .findFirst();
    var events =
        ResponseXml.descendants(element, "Event")
            .map(event -> event.getTextContent().strip())
            .toList();
    return new NotificationTarget(
        target.orElse("?"), events, rule(element, "prefix"), rule(element, "suffix"));
  }

  private static String rule(Element element, String name) {
    return ResponseXml.descendants(element, "FilterRule")
        .filter(rule -> name.equalsIgnoreCase(ResponseXml.textOf(rule, "Name")))
        .map(rule -> ResponseXml.textOf(rule, "Value"))
        .findFirst()
        .orElse("");
  }
}
