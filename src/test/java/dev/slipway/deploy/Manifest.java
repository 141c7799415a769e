package dev.slipway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One Kubernetes object.
 *
 * @param source the file or overlay that contains the object
 */
record Manifest(String source, JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WITH_PODS = Set.of("Deployment", "StatefulSet", "Job");

  /** Parses all documents of a YAML text as kubectl does, but rejects duplicate keys. */
  static List<Manifest> read(String source, String yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var documents = new Yaml(new SafeConstructor(options)).loadAll(yaml);
    return StreamSupport.stream(documents.spliterator(), false)
        .map(document -> new Manifest(source, JSON.valueToTree(document)))
        .toList();
  }

  String kind() {
    return root.path("kind").asText();
  }

  String name() {
    return root.at("/metadata/name").asText();
  }

  boolean is(String kind, String name) {
    return kind().equals(kind) && name().equals(name);
  }

  JsonNode at(String pointer) {
    return root.at(pointer);
  }

  boolean hasPods() {
    return WITH_PODS.contains(kind());
  }

  JsonNode pod() {
    return at("/spec/template/spec");
  }

  /** The labels of the pods that this object creates. */
  JsonNode podLabels() {
    return at("/spec/template/metadata/labels");
  }

  Stream<JsonNode> containers() {
    return Stream.concat(each(pod().path("initContainers")), each(pod().path("containers")));
  }

  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @Override
  public String toString() {
    return "%s %s of %s".formatted(kind(), name(), source);
  }
}
