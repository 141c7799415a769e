package dev.slipway.catalogue.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import dev.slipway.catalogue.access.AccessPolicy.Answer;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.AccessPolicy.Sharing;
import dev.slipway.testing.ApplicationClasses;
import dev.slipway.testing.Asvs;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every caller, operation, visibility and state. {@code AccessQueriesTest} compares the lists. */
@Asvs("8.2.2")
class AccessPolicyTest {
  private static final String OWNER = "olivia";

  private record Visitor(Caller caller, Sharing sharing) {}

  /** The columns of the table. */
  private static final List<Visitor> VISITORS =
      List.of(
          new Visitor(Caller.ANONYMOUS, Sharing.NONE),
          new Visitor(Caller.ANONYMOUS, Sharing.WATCH),
          new Visitor(Caller.ANONYMOUS, Sharing.DOWNLOAD),
          new Visitor(new Caller("victor", Role.VIEWER), Sharing.NONE),
          new Visitor(new Caller("victor", Role.VIEWER), Sharing.WATCH),
          // An owner who lost the role of a creator.
          new Visitor(new Caller(OWNER, Role.VIEWER), Sharing.NONE),
          new Visitor(new Caller("carla", Role.CREATOR), Sharing.NONE),
          new Visitor(new Caller(OWNER, Role.CREATOR), Sharing.NONE),
          new Visitor(new Caller("adam", Role.ADMIN), Sharing.NONE));

  /**
   * Operation, visibility, whether the video is watchable, and the answers: + is allowed, 1 is 401,
   * 3 is 403 and 4 is 404.
   */
  private static final String TABLE =
      """
      LIST                PUBLIC                    watchable      +++ +++ +++
      LIST                PUBLIC                    not-watchable  444 444 4++
      LIST                UNLISTED,PRIVATE          watchable      444 444 4++
      LIST                UNLISTED,PRIVATE          not-watchable  444 444 4++
      WATCH               PUBLIC,UNLISTED           watchable      +++ +++ +++
      WATCH               PRIVATE                   watchable      1++ 4++ 4++
      WATCH               PUBLIC,UNLISTED,PRIVATE   not-watchable  144 44+ 4++
      DOWNLOAD            PUBLIC,UNLISTED           watchable      +++ +++ +++
      DOWNLOAD            PRIVATE                   watchable      13+ 43+ 4++
      DOWNLOAD            PUBLIC,UNLISTED,PRIVATE   not-watchable  144 44+ 4++
      SEE_PRIVATE_FIELDS  PUBLIC,UNLISTED           watchable      333 33+ 3++
      SEE_PRIVATE_FIELDS  PRIVATE                   watchable      133 43+ 4++
      SEE_PRIVATE_FIELDS  PUBLIC,UNLISTED,PRIVATE   not-watchable  144 44+ 4++
      MANAGE              PUBLIC,UNLISTED           watchable      111 333 3++
      MANAGE              PRIVATE                   watchable      111 433 4++
      MANAGE              PUBLIC,UNLISTED,PRIVATE   not-watchable  111 443 4++
      """;

  @ParameterizedTest
  @EnumSource(Operation.class)
  void decidesAsTheTableSays(Operation operation) {
    for (var visibility : Visibility.values()) {
      for (var watchable : List.of(true, false)) {
        var resource = new Resource(OWNER, visibility, watchable);
        var expected = row(operation, visibility, watchable);
        for (var column = 0; column < VISITORS.size(); column++) {
          var visitor = VISITORS.get(column);

          assertThat(decide(visitor, operation, resource))
              .as("%s of %s to %s", operation, resource, visitor)
              .isEqualTo(answer(expected.charAt(column)));
        }
      }
    }
  }

  /** What nobody owns, such as an object of another tool, is managed by administrators only. */
  @ParameterizedTest
  @EnumSource(Operation.class)
  void nobodyIsTheOwnerOfAVideoWithoutOne(Operation operation) {
    for (var visibility : Visibility.values()) {
      var unowned = new Resource(null, visibility, true);
      var foreign = new Resource("zoe", visibility, true);

      assertThat(VISITORS)
          .allSatisfy(
              visitor ->
                  assertThat(decide(visitor, operation, unowned))
                      .isEqualTo(decide(visitor, operation, foreign)));
    }
  }

  /** Share links cost a query, so they are looked up only where they can make a difference. */
  @Test
  void looksUpNoShareLinkOfWhatTheCallerMayWatchAnyway() {
    var visible =
        List.<Predicate<Visitor>>of(
            visitor ->
                isAllowedWithoutLookUp(visitor, new Resource(OWNER, Visibility.PUBLIC, true)),
            visitor ->
                isAllowedWithoutLookUp(visitor, new Resource(OWNER, Visibility.UNLISTED, true)));

    assertThat(visible).allSatisfy(check -> assertThat(VISITORS).allMatch(check));
  }

  @Test
  void nothingElseComparesOwners() {
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName(AccessPolicy.class.getName())
        .and()
        // Chooses between two queries that give the same rows.
        .doNotHaveFullyQualifiedName("dev.slipway.catalogue.Videos")
        .should()
        .callMethod(Caller.class, "owns", String.class)
        .because("AccessPolicy decides who may do what")
        .check(ApplicationClasses.ALL);
  }

  private static boolean isAllowedWithoutLookUp(Visitor visitor, Resource resource) {
    return AccessPolicy.decide(
            visitor.caller(),
            Operation.DOWNLOAD,
            resource,
            () -> {
              throw new AssertionError("a share link was looked up");
            })
        .isAllowed();
  }

  private static Answer decide(Visitor visitor, Operation operation, Resource resource) {
    return AccessPolicy.decide(visitor.caller(), operation, resource, visitor::sharing);
  }

  private static String row(Operation operation, Visibility visibility, boolean watchable) {
    var rows =
        TABLE
            .lines()
            .map(line -> line.split("\\s+", 4))
            .filter(cells -> cells[0].equals(operation.name()))
            .filter(cells -> Arrays.asList(cells[1].split(",")).contains(visibility.name()))
            .filter(cells -> cells[2].equals(watchable ? "watchable" : "not-watchable"))
            .map(cells -> cells[3].replace(" ", ""))
            .toList();
    assertThat(rows).as("%s %s %s", operation, visibility, watchable).hasSize(1);
    return rows.get(0);
  }

  private static Answer answer(char symbol) {
    return switch (symbol) {
      case '+' -> Answer.ALLOWED;
      case '1' -> Answer.LOG_IN;
      case '3' -> Answer.FORBIDDEN;
      case '4' -> Answer.NOT_FOUND;
      default -> throw new IllegalArgumentException(String.valueOf(symbol));
    };
  }
}
