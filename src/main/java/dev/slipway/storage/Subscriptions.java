package dev.slipway.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** Who is told what happens in the bucket of videos. */
@ApplicationScoped
public class Subscriptions {
  private static final Set<String> WITH_EVENTS =
      Set.of("QueueConfiguration", "TopicConfiguration", "CloudFunctionConfiguration");

  private static final Set<String> TARGETS = Set.of("Queue", "Topic", "CloudFunction");

  /** S3 passes everything on to EventBridge, which has rules of its own. */
  private static final String EVENT_BRIDGE = "EventBridgeConfiguration";

  private static final List<String> EVERYTHING =
      List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*");

  private final StoreConfig config;
  private final Prober prober;

  Subscriptions(StoreConfig config, Prober prober) {
    this.config = config;
    this.prober = prober;
  }

  /** Whether it is the embedded store, which tells this application everything. */
  public boolean areBuiltIn() {
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
  public Optional<List<Subscription>> read() throws IOException {
    if (!config.kind().tellsSubscriptions()) {
      return Optional.empty();
    }
    var request = ProbeRequest.of("GET", "/" + config.bucket()).asking(Map.of("notification", ""));
    var answer = prober.send(request);
    return answer.isSuccess()
        ? AnswerXml.root(answer.text()).map(Subscriptions::of)
        : Optional.empty();
  }

  /** The client's own model of this refuses some of what S3 allows, such as an empty filter. */
  private static List<Subscription> of(Element configuration) {
    return AnswerXml.children(configuration)
        .filter(
            child ->
                WITH_EVENTS.contains(child.getLocalName())
                    || EVENT_BRIDGE.equals(child.getLocalName()))
        .map(Subscriptions::subscription)
        .toList();
  }

  private static Subscription subscription(Element element) {
    if (EVENT_BRIDGE.equals(element.getLocalName())) {
      return new Subscription("EventBridge", EVERYTHING, "", "");
    }
    var target =
        AnswerXml.children(element)
            .filter(child -> TARGETS.contains(child.getLocalName()))
            .map(child -> child.getTextContent().strip())
            .findFirst();
    var events =
        AnswerXml.all(element, "Event").map(event -> event.getTextContent().strip()).toList();
    return new Subscription(
        target.orElse("?"), events, rule(element, "prefix"), rule(element, "suffix"));
  }

  private static String rule(Element element, String name) {
    return AnswerXml.all(element, "FilterRule")
        .filter(rule -> name.equalsIgnoreCase(AnswerXml.text(rule, "Name")))
        .map(rule -> AnswerXml.text(rule, "Value"))
        .findFirst()
        .orElse("");
  }
}
