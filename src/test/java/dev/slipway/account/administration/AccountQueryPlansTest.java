package dev.slipway.account.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountDirectory.Filter;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The listing of accounts reads along an index, however many accounts and videos there are. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountQueryPlansTest {
  static Stream<Filter> filters() {
    return Stream.of(
        new Filter(null, null, null),
        new Filter("a", null, null),
        new Filter("a", Role.ADMIN, AccountStatus.INVITED),
        new Filter(null, Role.VIEWER, AccountStatus.ACTIVE),
        new Filter(null, null, AccountStatus.REMOVED));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void listsAlongTheIndexOfNames(Filter filter) {
    var parameters = new LinkedHashMap<String, Object>();
    var query =
        AccountDirectory.query(filter, "b", parameters).replace("{a.*}", "a.*") + " limit 51";
    for (var name : Stream.of("prefixEnd", "prefix", "role", "after").toList()) {
      query = query.replace(":" + name, "'" + parameters.getOrDefault(name, "") + "'");
    }

    assertThat(QueryPlans.explain(query))
        .contains("account_name_prefix")
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort");
  }

  @Test
  void sumsTheUseOfAPageAlongIndexes() {
    assertThat(
            QueryPlans.explain(
                "select owner, sum(bytes), count(*) from reservation where owner in ('a', 'b')"
                    + " group by owner"))
        .contains("reservation_owner")
        .doesNotContain("Seq Scan");
    assertThat(
            QueryPlans.explain(
                "select owner, count(*) from upload where owner in ('a', 'b') and status = 'OPEN'"
                    + " group by owner"))
        .contains("Index")
        .doesNotContain("Seq Scan");
  }
}
