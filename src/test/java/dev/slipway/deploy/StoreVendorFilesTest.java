package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.signing.TestPresigners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The configuration files for each store vendor agree with each other and with the documentation.
 */
class StoreVendorFilesTest {
  private static final Path STORES = Path.of("deploy/stores");
  private static final Path PAGES = Path.of("docs/stores");
  private static final Pattern SETTING = Pattern.compile("(?m)^#?([A-Z_]+)=");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([A-Z_]+)`( \u2020)? ");

  /** A file of the vendor, in code or as the option of a command. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?:`|file://|file[= ])(?:deploy/stores/\\w+/)?([a-z-]+\\.(?:json|yaml|env))\\b");

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "DELETE");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void jsonFilesAreValid() {
    assertThat(files("json"))
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> assertThat(read(file)).isNotEmpty());
  }

  @Test
  void environmentFilesUseKnownSettings() throws IOException {
    var known = new TreeSet<String>();
    LISTED
        .matcher(Files.readString(Path.of("docs/configuration.md")))
        .results()
        .forEach(
            row -> {
              known.add(row.group(1));
              if (row.group(2) != null) {
                known.add(row.group(1) + "_FILE");
              }
            });

    assertThat(files("env"))
        .hasSize(5)
        .allSatisfy(
            file ->
                assertThat(findAll(SETTING, Files.readString(file)))
                    .contains("SLIPWAY_STORE_ENDPOINT")
                    .isSubsetOf(known));
  }

  @Test
  void policiesGrantTheSameRightsForEveryVendor() {
    var minio = rights(read(Path.of("deploy/store/policy.json")));
    minio.removeIf(right -> right.contains("admin:*"));
    var ceph = rights(read(STORES.resolve("ceph/videos-policy.json")));
    ceph.addAll(rights(read(STORES.resolve("ceph/derived-policy.json"))));

    assertThat(minio).hasSize(15);
    assertThat(rights(read(STORES.resolve("aws/iam-policy.json")))).isEqualTo(minio);
    assertThat(ceph).isEqualTo(minio);
  }

  @Test
  void corsRulesAllowTheSignedHeaders() {
    var s3 = new TreeSet<>(signed(StoreKind.S3));
    s3.addAll(lowerCase(StoreKind.S3.deleteCondition("etag").keySet()));
    // Players read ranges of renditions.
    s3.add("range");
    for (var vendor : List.of("aws", "ceph")) {
      var rule = read(STORES.resolve(vendor + "/cors.json")).path("CORSRules").path(0);
      assertThat(words(rule.path("AllowedMethods"))).as(vendor).isEqualTo(METHODS);
      assertThat(words(rule.path("AllowedHeaders"))).as(vendor).isEqualTo(s3);
      assertThat(words(rule.path("ExposeHeaders"))).as(vendor).contains("ETag");
    }
    var r2 = read(STORES.resolve("r2/cors.json")).path("rules").path(0);
    assertThat(words(r2.path("allowed").path("methods"))).isEqualTo(METHODS);
    assertThat(words(r2.path("allowed").path("headers"))).isEqualTo(s3);
    assertThat(words(r2.path("exposeHeaders"))).contains("ETag");
    var google = read(STORES.resolve("google/cors.json")).path(0);
    assertThat(words(google.path("method"))).isEqualTo(METHODS);
    var allowed = new TreeSet<>(signed(StoreKind.GOOGLE));
    allowed.addAll(Set.of("ETag", "range"));
    assertThat(words(google.path("responseHeader"))).isEqualTo(allowed);
  }

  @Test
  void documentationNamesEveryFile() throws IOException {
    for (var vendor : List.of("aws", "ceph", "google", "minio", "r2")) {
      var page = Files.readString(PAGES.resolve(vendor + ".md"));
      try (var files = Files.list(STORES.resolve(vendor))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .isNotEmpty()
            .allSatisfy(name -> assertThat(page).as(vendor).contains(name));
      }
      assertThat(findAll(FILE, page))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(STORES.resolve(vendor).resolve(name)).exists());
    }
  }

  private static Set<String> signed(StoreKind kind) {
    var metadata =
        ObjectMetadataCodec.NAMES.stream().collect(Collectors.toMap(name -> name, name -> "value"));
    return TestPresigners.clientHeaders(kind, metadata);
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Returns one string for each combination of effect, action, resource and condition. */
  private static Set<String> rights(JsonNode policy) {
    var rights = new TreeSet<String>();
    for (var statement : policy.path("Statement")) {
      for (var action : statement.path("Action")) {
        var place = statement.path("Resource");
        for (var resource : place.isMissingNode() ? List.of(place) : list(place)) {
          rights.add(
              String.join(
                  " ",
                  statement.path("Effect").asText(),
                  action.asText(),
                  resource.asText(),
                  statement.path("Condition").toString()));
        }
      }
    }
    return rights;
  }

  private static List<JsonNode> list(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }

  private static Set<String> words(JsonNode list) {
    return list(list).stream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> findAll(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static List<Path> files(String ending) {
    try (Stream<Path> paths = Files.walk(STORES)) {
      return paths.filter(file -> file.toString().endsWith("." + ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
