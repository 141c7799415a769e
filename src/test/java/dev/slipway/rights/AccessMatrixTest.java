package dev.slipway.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.TokenScope;
import dev.slipway.catalogue.access.AccessPolicy.Answer;
import dev.slipway.catalogue.access.AccessPolicy.Sharing;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.rights.RequestFixture.Subject;
import dev.slipway.rights.RequestSender.Response;
import dev.slipway.rights.SampleRequest.VideoState;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.DocumentedStatuses;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint answers every kind of caller as its rule says: one request for each of them, and
 * for each visibility of a video.
 */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    // Without a relay the fault lab does not exist.
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
@Asvs({"8.2.1", "8.2.2"})
class AccessMatrixTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z]+)[^}]*}");
  private static final int SEE_OTHER = 303;

  @Inject DataSource database;

  private final RequestSender sender = new RequestSender();

  @AfterEach
  void cleanUp() {
    RequestFixture.cleanUp(database);
  }

  @Test
  void aTokenOfEachScopeIsAmongTheCallers() {
    assertThat(
            Arrays.stream(RequestCaller.values())
                .map(RequestCaller::scope)
                .filter(Objects::nonNull))
        .as("the scopes of the callers; add one to RequestCaller for a new scope")
        .containsExactlyInAnyOrder(TokenScope.values());
  }

  @Test
  void everyEndpointAnswersAsItsRuleSays() {
    var differences = new ArrayList<String>();
    for (var sample : SampleRequests.load()) {
      var fixture = new RequestFixture(database, sender);
      for (var state : sample.states()) {
        differences.addAll(new Requests(sample, state, fixture).findDifferences());
      }
    }
    assertThat(differences)
        .as(
            "requests that are not answered as DeclaredRules says; mend the endpoint, or its sample"
                + " in requests.txt")
        .isEmpty();
  }

  /** The requests of all callers for one endpoint and one kind of video. */
  private final class Requests {
    private final SampleRequest sample;
    private final VideoState state;
    private final RequestFixture fixture;

    /** Answers about something that doesn't exist. */
    private final Map<RequestCaller, Response> unknown = new EnumMap<>(RequestCaller.class);

    Requests(SampleRequest sample, VideoState state, RequestFixture fixture) {
      this.sample = sample;
      this.state = state;
      this.fixture = fixture;
    }

    List<String> findDifferences() {
      var differences = new ArrayList<String>();
      var shared = fixture.createSubject(sample, state, true);
      var version = sample.concern().isVideo() ? fixture.versionOf(shared) : "";
      for (var caller : sample.callers()) {
        var expected = DeclaredRules.answer(sample, caller, state);
        var subject =
            expected.isAllowed() && sample.isChange()
                ? fixture.createSubject(sample, state, false)
                : shared;
        var response = send(caller, subject);
        var observed = observe(response, caller, subject);
        if (!observed.equals(expected.name())) {
          differences.add(describe(caller, expected, observed, response));
        }
        var documented =
            DocumentedStatuses.of(sample.endpoint().method(), sample.endpoint().path());
        if (documented.isPresent()
            && !documented.get().contains(Integer.toString(response.status()))) {
          differences.add(
              "%s is answered %d, which /q/openapi lacks"
                  .formatted(sample.name(), response.status()));
        }
      }
      if (sample.isChange()
          && sample.concern().isVideo()
          && !fixture.versionOf(shared).equals(version)) {
        differences.add(sample.name() + ": a refused request has changed the video");
      }
      return differences;
    }

    private Response send(RequestCaller caller, Subject subject) {
      var endpoint = sample.endpoint();
      var path =
          PARAMETER.matcher(endpoint.path()).replaceAll(name -> fill(name.group(1), subject));
      var query = sample.options().getOrDefault("query", "");
      return sender.send(
          endpoint.method(),
          query.isEmpty() ? path : path + "?" + query,
          endpoint.contentType().equals("*/*") ? "application/json" : endpoint.contentType(),
          sample.body(),
          fixture.headersOf(caller, subject));
    }

    private String fill(String parameter, Subject subject) {
      var value = sample.options().get(parameter);
      if (value == null) {
        value = parameter.equals("name") ? subject.account() : subject.id();
      }
      assertThat(value)
          .as("the parameter %s of %s: set it in requests.txt", parameter, sample.name())
          .isNotEmpty();
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The name of an {@link Answer}, or what else happened. */
    private String observe(Response response, RequestCaller caller, Subject subject) {
      var status = response.status();
      if (status == sample.status("answer")) {
        return Answer.ALLOWED.name();
      }
      if (status == SEE_OTHER && response.location().contains("/login?return=")) {
        return Answer.LOG_IN.name();
      }
      return switch (status) {
        case 401 -> Answer.LOG_IN.name();
        case 403 -> Answer.FORBIDDEN.name();
        case 404 ->
            isLikeUnknown(response, caller, subject)
                ? Answer.NOT_FOUND.name()
                : sample.concern().isVideo() || sample.options().containsKey("deliveryId")
                    // It is known, but has no poster, say.
                    ? Answer.ALLOWED.name()
                    : "status 404";
        default -> status == 429 || status >= 500 ? "status " + status : Answer.ALLOWED.name();
      };
    }

    /** Whether the response is the one that the caller gets about something that doesn't exist. */
    private boolean isLikeUnknown(Response response, RequestCaller caller, Subject subject) {
      if (caller.sharing() != Sharing.NONE
          && response.body().contains("available. The person who shared it")) {
        // Visitors who have opened a link know that there was something.
        return true;
      }
      var other = unknown.computeIfAbsent(caller, same -> send(same, Subject.UNKNOWN));
      return other.status() == response.status()
          && other.body().equals(response.body().replace(subject.id(), RequestFixture.UNKNOWN_ID));
    }

    private String describe(
        RequestCaller caller, Answer expected, String observed, Response response) {
      return "%s%s as %s: %s instead of %s (%d %s)"
          .formatted(
              sample.name(),
              state == null ? "" : " of a video that is " + state,
              caller,
              observed,
              expected,
              response.status(),
              response.body().substring(0, Math.min(200, response.body().length())));
    }
  }
}
