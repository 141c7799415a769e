package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each filter of the audit log reads along an index in the order of the list. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditQueryPlansTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audit_entry_at | true",
        "audit_entry_at | at >= '2026-01-01' and at < '2026-02-01'",
        "audit_entry_at | detail ilike '%a%'",
        "audit_entry_actor | actor = 'a'",
        "audit_entry_actor | actor = 'a' and action = any('{login.failed,login.ended}')",
        "audit_entry_actor | actor = 'a' and detail ilike '%a%' and at < '2100-01-01'",
        "audit_entry_action | action = 'rare.thing'",
        "audit_entry_action | action = 'rare.thing' and at >= '2000-01-01'",
        "audit_entry_address | address = '192.0.2.1'",
        "audit_entry_subject_at | subject = 'a'",
        "audit_entry_subject_at | subject = 'a' and detail ilike '%b%'"
      })
  void readsAlongAnIndexBothWays(String index, String condition) {
    for (var page :
        new String[] {
          " order by at desc, id desc limit 51",
          " and (at, id) < ('2100-01-01', 7) order by at desc, id desc limit 51",
          " and (at, id) > ('2000-01-01', 7) order by at, id limit 51"
        }) {
      assertThat(QueryPlans.explain("select * from audit_entry where " + condition + page))
          .contains(index)
          .doesNotContain("Seq Scan")
          .doesNotContain("Sort");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audit_entry_ | true",
        "audit_entry_at | at >= '2026-01-01'",
        "audit_entry_actor | actor = 'a'",
        "audit_entry_action | action = any('{rare.one,rare.two}')",
        "audit_entry_subject_at | subject = 'a'"
      })
  void countsAlongAnIndex(String index, String condition) {
    var query =
        AuditQuery.COUNT.formatted("audit_entry e where " + condition).replace(":limit", "10001");
    assertThat(QueryPlans.explain(query)).contains(index).doesNotContain("Seq Scan");
  }

  /** The first entries of each action are merged. */
  @Test
  void readsAnAreaAlongTheIndexOfItsActions() {
    var plan =
        QueryPlans.explain(
            "select e.* from ((select * from audit_entry where action = 'rare.one'"
                + " order by at desc, id desc limit 51) union all (select * from audit_entry where"
                + " action = 'rare.two' order by at desc, id desc limit 51)) e"
                + " order by e.at desc, e.id desc limit 51");

    assertThat(plan)
        .contains("audit_entry_action")
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort  ");
  }
}
