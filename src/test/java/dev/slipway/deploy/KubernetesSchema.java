package dev.slipway.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.annotations.SerializedName;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.custom.QuantityFormatter;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Validates a manifest against the model classes that Kubernetes clients generate from its OpenAPI
 * description: unknown fields, values of the wrong type and missing required fields. It is as
 * strict as the server, unlike the clients' parsers, which accept {@code "3"} for 3 and ignore
 * unknown fields.
 */
final class KubernetesSchema {
  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", V1ConfigMap.class),
          Map.entry("v1 Namespace", V1Namespace.class),
          Map.entry("v1 Secret", V1Secret.class),
          Map.entry("v1 Service", V1Service.class),
          Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
          Map.entry("apps/v1 Deployment", V1Deployment.class),
          Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
          Map.entry("batch/v1 Job", V1Job.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class));

  private final List<String> problems = new ArrayList<>();

  private KubernetesSchema() {}

  /** Returns the problems, each with its place in the manifest. */
  static List<String> problems(Manifest manifest) {
    var schema = new KubernetesSchema();
    var kind = manifest.at("/apiVersion").asText() + " " + manifest.kind();
    var model = KINDS.get(kind);
    if (model == null) {
      schema.problems.add(kind + ": not known");
    } else {
      schema.check(manifest.root(), model, manifest.kind());
      schema.require(!manifest.name().isEmpty(), manifest.kind(), "has no name");
    }
    return schema.problems;
  }

  private void check(JsonNode value, Type type, String place) {
    if (value.isNull()) {
      problems.add(place + ": is empty");
    } else if (type instanceof ParameterizedType generic) {
      checkAll(value, generic, place);
    } else {
      checkOne(value, (Class<?>) type, place);
    }
  }

  /** Checks the elements of a list, or of a map with free keys. */
  private void checkAll(JsonNode value, ParameterizedType type, String place) {
    var isList = List.class.isAssignableFrom((Class<?>) type.getRawType());
    if (isList != value.isArray() || isList == value.isObject()) {
      problems.add(place + (isList ? ": is no list" : ": is no map"));
      return;
    }
    var element = type.getActualTypeArguments()[isList ? 0 : 1];
    var index = 0;
    for (var item : value) {
      check(item, element, "%s[%d]".formatted(place, index++));
    }
  }

  private void checkOne(JsonNode value, Class<?> type, String place) {
    switch (type.getSimpleName()) {
      case "Object" -> {}
      case "String", "OffsetDateTime", "byte[]" -> require(value.isTextual(), place, "is no text");
      case "Boolean" -> require(value.isBoolean(), place, "is neither true nor false");
      case "Integer", "Long" -> require(value.isIntegralNumber(), place, "is no whole number");
      case "Double" -> require(value.isNumber(), place, "is no number");
      case "IntOrString" ->
          require(value.isIntegralNumber() || value.isTextual(), place, "is no number or text");
      case "Quantity" -> require(isQuantity(value), place, "is no quantity");
      default -> checkFields(value, type, place);
    }
  }

  private void checkFields(JsonNode value, Class<?> model, String place) {
    if (!value.isObject()) {
      problems.add(place + ": is no map");
      return;
    }
    var fields = fields(model);
    value
        .properties()
        .forEach(
            entry -> {
              var inner = place + "." + entry.getKey();
              var type = fields.get(entry.getKey());
              if (type == null) {
                problems.add(inner + ": not known");
              } else {
                check(entry.getValue(), type, inner);
              }
            });
    required(model).stream()
        .filter(name -> !value.has(name))
        .forEach(name -> problems.add(place + "." + name + ": is missing"));
  }

  private void require(boolean condition, String place, String problem) {
    if (!condition) {
      problems.add(place + ": " + problem);
    }
  }

  private static boolean isQuantity(JsonNode value) {
    try {
      new QuantityFormatter().parse(value.asText());
      return value.isTextual() || value.isNumber();
    } catch (QuantityFormatException e) {
      return false;
    }
  }

  private static Map<String, Type> fields(Class<?> model) {
    var fields = new HashMap<String, Type>();
    for (var field : model.getDeclaredFields()) {
      var name = nameOf(field);
      if (name != null) {
        fields.put(name, field.getGenericType());
      }
    }
    return fields;
  }

  private static String nameOf(Field field) {
    var kubernetes = field.getAnnotation(SerializedName.class);
    if (kubernetes != null) {
      return kubernetes.value();
    }
    var operator = field.getAnnotation(JsonProperty.class);
    return operator == null ? null : operator.value();
  }

  /** The required fields. The models of the monitoring operator don't list them. */
  private static Set<String> required(Class<?> model) {
    return Arrays.stream(model.getDeclaredFields())
        .filter(field -> field.getName().equals("openapiRequiredFields"))
        .findFirst()
        .map(KubernetesSchema::namesIn)
        .orElse(Set.of());
  }

  @SuppressWarnings("unchecked")
  private static Set<String> namesIn(Field field) {
    try {
      return (Set<String>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
