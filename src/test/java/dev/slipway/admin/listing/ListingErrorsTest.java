package dev.slipway.admin.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingErrorsTest {
  @Test
  void keepsTheFiltersOfASearchThatTookTooLong() {
    var timeout = new ProblemException(ErrorCode.SEARCH_TIMEOUT, "Narrow the search.");

    var refused = ListingErrors.find(timeout, Map.of("q", List.of("holiday")));

    assertThat(refused.errors().status()).isEqualTo(503);
    assertThat(refused.errors().message()).isEqualTo("Narrow the search.");
    assertThat(refused.address().query()).isEqualTo("q=holiday");
  }

  @Test
  void findsAllInvalidParameters() {
    var parameters =
        Map.of("minSize", List.of("x"), "limit", List.of("0"), "codec", List.of("av1"));

    var refused =
        ListingErrors.find(new InvalidParameterException("minSize", "is wrong"), parameters);

    assertThat(refused.errors().reasons()).containsOnlyKeys("minSize", "limit");
    assertThat(refused.errors().typed()).containsEntry("minSize", "x");
    assertThat(refused.address().query()).isEqualTo("codec=av1");
  }

  @Test
  void passesOnWhatNoParameterOfTheListingCaused() {
    var other = new InvalidParameterException("other", "is wrong");

    assertThatThrownBy(() -> ListingErrors.find(other, Map.of())).isSameAs(other);
  }
}
