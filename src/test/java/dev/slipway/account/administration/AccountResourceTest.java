package dev.slipway.account.administration;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.web.Formats;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountResourceTest {
  private static final Instant HIDDEN = Instant.parse("2026-01-01T00:00:00Z");

  private final ApiClient admin = ApiClient.as("admin");

  @Inject AuditLog audit;
  @Inject Quotas quotas;

  /** The administrators of other tests, which could log in too. */
  @BeforeEach
  void leaveOneAdministrator() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Account.update(
                  "disabledAt = ?1 where role = ?2 and demo = false and disabledAt is null",
                  HIDDEN,
                  Role.ADMIN);
            });
  }

  /** Other tests need the accounts as they are. */
  @AfterEach
  void restoreAccounts() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Account.update("disabledAt = null where disabledAt = ?1", HIDDEN);
              Account.update("disabledAt = null, role = ?1 where name = 'admin'", Role.ADMIN);
            });
    for (var role : Map.of("creator", "creator", "viewer", "viewer").entrySet()) {
      patch(role.getKey(), Map.of("status", "active", "role", role.getValue())).statusCode(200);
    }
  }

  @Test
  void invitesAPersonOnce() {
    var created = create("invited-1", "creator").statusCode(201).extract().jsonPath();
    assertThat(created.getString("account.status")).isEqualTo("invited");
    var path = InvitedPerson.pathOf(created.getString("invitation.url"));

    // A preview opens the page and doesn't use the link.
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .header("Referrer-Policy", "strict-origin")
        .header("Cache-Control", "no-store")
        .body(containsString("invited-1"));
    InvitedPerson.choose(path, "short").statusCode(400).body(containsString("at least 8"));
    InvitedPerson.choose(path, "password1").statusCode(400).body(containsString("most common"));
    InvitedPerson.choose(path, InvitedPerson.PASSWORD).statusCode(200);

    InvitedPerson.choose(path, "another long password").statusCode(410);
    given().urlEncodingEnabled(false).get(path).then().statusCode(410);
    get("invited-1").body("status", equalTo("active")).body("invitationExpiresAt", nullValue());
    assertThat(actions("invited-1"))
        .containsExactly("account.created", "account.invited", "invitation.used");
    assertThat(entries("invited-1"))
        .noneMatch(entry -> String.valueOf(entry.detail()).contains(path.substring(13)));
  }

  @Test
  void refusesDifferentPasswords() {
    var path = InvitedPerson.pathOf(create("invited-2", "viewer").extract().path("invitation.url"));

    given()
        .urlEncodingEnabled(false)
        .formParam("password", InvitedPerson.PASSWORD)
        .formParam("repeated", InvitedPerson.PASSWORD + "!")
        .post(path)
        .then()
        .statusCode(400)
        .body(containsString("The passwords differ"));
  }

  @Test
  void onlyTheLastLinkWorksUntilItIsWithdrawnOrExpires() {
    var first =
        InvitedPerson.pathOf(create("invited-3", "viewer").extract().path("invitation.url"));
    var second = invite("invited-3");
    InvitedPerson.choose(first, InvitedPerson.PASSWORD).statusCode(410);

    admin.request().delete("/api/accounts/invited-3/invitation").then().statusCode(204);
    admin.request().delete("/api/accounts/invited-3/invitation").then().statusCode(404);
    InvitedPerson.choose(second, InvitedPerson.PASSWORD).statusCode(410);

    var third = invite("invited-3");
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Invitation.update(
                    "createdAt = ?1, expiresAt = ?2 where account = 'invited-3'",
                    Instant.now().minusSeconds(60),
                    Instant.now().minusSeconds(1)));
    InvitedPerson.choose(third, InvitedPerson.PASSWORD).statusCode(410);
    assertThat(actions("invited-3")).contains("invitation.withdrawn");
  }

  @Test
  void oneOfManyConcurrentPeopleUsesALink() throws Exception {
    var path = InvitedPerson.pathOf(create("invited-4", "viewer").extract().path("invitation.url"));

    var statuses =
        together(
            Stream.<Callable<Integer>>generate(
                    () ->
                        () ->
                            InvitedPerson.choose(path, InvitedPerson.PASSWORD)
                                .extract()
                                .statusCode())
                .limit(4)
                .toList());

    assertThat(statuses).containsOnly(200, 410).containsOnlyOnce(200);
    assertThat(actions("invited-4")).containsOnlyOnce("invitation.used");
  }

  @Test
  void rejectsInvalidRequests() {
    create("Not A Name", "viewer").statusCode(400).body("code", equalTo("invalid-request"));
    create("invited-5", "owner").statusCode(400);
    create("system", "admin").statusCode(400).body("detail", containsString("audit log"));
    create("viewer", "viewer").statusCode(409).body("code", equalTo("account-exists"));
    patch("viewer", Map.of("status", "removed")).statusCode(400);
    patch("viewer", Map.of("quota", Map.of("bytes", -2))).statusCode(400);
    patch("nobody-of-this-name", Map.of("role", "viewer")).statusCode(404);
    admin.request().delete("/api/accounts/viewer").then().statusCode(400);
    admin.request().get("/api/accounts?role=owner").then().statusCode(400);
    admin.request().get("/api/accounts?limit=0").then().statusCode(400);
    admin
        .request()
        .post("/api/accounts/viewer/invitation")
        .then()
        .statusCode(409)
        .body("code", equalTo("demo-account"));
  }

  @Test
  void onlyAdministratorsWhoAreLoggedInChangeAccounts() {
    for (var other : List.of(ApiClient.as("creator"), ApiClient.as("viewer"))) {
      other.request().get("/api/accounts").then().statusCode(403);
      other.request().get("/admin/accounts").then().statusCode(403);
    }
    String token =
        admin
            .request()
            .contentType(JSON)
            .body(Map.of("name", "accounts"))
            .post("/api/tokens")
            .path("token");
    given().auth().oauth2(token).get("/api/accounts").then().statusCode(200);
    given()
        .auth()
        .oauth2(token)
        .contentType(JSON)
        .body(Map.of("name", "by-token", "role", "admin"))
        .post("/api/accounts")
        .then()
        .statusCode(403)
        .body("detail", containsString("Log in instead"));
    given()
        .auth()
        .oauth2(token)
        .contentType(JSON)
        .body(Map.of("role", "admin"))
        .patch("/api/accounts/viewer")
        .then()
        .statusCode(403);
    given().auth().oauth2(token).delete("/api/accounts/viewer/sessions").then().statusCode(403);
    given().auth().oauth2(token).delete("/api/accounts/viewer?videos=keep").then().statusCode(403);
  }

  @Test
  void changesRoleQuotaAndStatus() {
    var person = InvitedPerson.create("changed-1", "viewer");
    person.request().get("/tokens").then().statusCode(403);

    patch(
            "changed-1",
            Map.of("role", "creator", "quota", Map.of("videos", 2, "bytes", "unlimited")))
        .statusCode(200)
        .body("role", equalTo("creator"))
        .body("quota.bytes", equalTo("unlimited"))
        .body("quota.videos", equalTo(2))
        .body("quota.openUploads", equalTo("default"))
        .body("usage.videos", equalTo(2));
    person.request().get("/api/me").then().body("quota.videos", equalTo(2));

    patch("changed-1", Map.of("status", "disabled")).body("status", equalTo("disabled"));
    person.request().get("/api/me").then().statusCode(401);
    person.logIn(InvitedPerson.PASSWORD).statusCode(403);
    admin
        .request()
        .post("/api/accounts/changed-1/invitation")
        .then()
        .statusCode(409)
        .body("code", equalTo("account-disabled"));
    patch("changed-1", Map.of("status", "active")).body("status", equalTo("active"));
    person.request().get("/api/me").then().statusCode(401);
    person.logIn(InvitedPerson.PASSWORD).statusCode(303);
    // A change that changes nothing is not audited.
    patch("changed-1", Map.of("status", "active", "role", "creator")).statusCode(200);
    assertThat(actions("changed-1"))
        .filteredOn(action -> action.startsWith("account."))
        .containsExactly(
            "account.created",
            "account.invited",
            "account.changed",
            "account.changed",
            "account.disabled",
            "account.enabled");
  }

  @Test
  void aNewInvitationReplacesThePassword() {
    var person = InvitedPerson.create("reset-1", "creator");

    var path = invite("reset-1");

    get("reset-1").body("status", equalTo("invited"));
    person.request().get("/api/me").then().statusCode(401);
    person.logIn(InvitedPerson.PASSWORD).statusCode(401);
    InvitedPerson.choose(path, "eight quiet lanterns").statusCode(200);
    person.logIn("eight quiet lanterns").statusCode(303);
    assertThat(actions("reset-1")).contains("account.reset");
  }

  /** They log in at a provider. Perhaps their computer was stolen. */
  @Test
  void aNewInvitationEndsTheSessionsOfAPersonWithoutAPassword() {
    var person = InvitedPerson.create("reset-2", "creator");
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("passwordHash = null where name = 'reset-2'"));
    person.request().get("/api/me").then().statusCode(200);

    invite("reset-2");

    person.request().get("/api/me").then().statusCode(401);
  }

  @Test
  @Asvs("7.4.5")
  void endsAllSessions() {
    var person = InvitedPerson.create("sessions-1", "creator");

    admin.request().delete("/api/accounts/sessions-1/sessions").then().statusCode(204);

    person.request().get("/api/me").then().statusCode(401);
    person.logIn(InvitedPerson.PASSWORD).statusCode(303);
  }

  @Test
  void theLastAdministratorStays() {
    for (var change : List.of(Map.of("role", "viewer"), Map.of("status", "disabled"))) {
      patch("admin", change).statusCode(409).body("code", equalTo("last-administrator"));
    }
    admin
        .request()
        .delete("/api/accounts/admin?videos=keep")
        .then()
        .statusCode(409)
        .body("code", equalTo("own-account"));
    // One who was invited and has not logged in doesn't count.
    create("admin-invited", "admin").statusCode(201);
    patch("admin", Map.of("role", "viewer")).statusCode(409);
    admin.request().delete("/api/accounts/admin-invited?videos=keep").then().statusCode(202);
  }

  /** Each would leave the other as the only administrator. */
  @Test
  void administratorsWhoDisableEachOtherDontBothSucceed() throws Exception {
    var one = InvitedPerson.create("admin-one", "admin");
    var two = InvitedPerson.create("admin-two", "admin");
    patchAs(one, "admin", Map.of("status", "disabled")).statusCode(200);
    try {
      var statuses =
          together(
              List.of(
                  () ->
                      patchAs(one, "admin-two", Map.of("status", "disabled"))
                          .extract()
                          .statusCode(),
                  () ->
                      patchAs(two, "admin-one", Map.of("status", "disabled"))
                          .extract()
                          .statusCode()));

      assertThat(statuses).containsOnlyOnce(200);
    } finally {
      QuarkusTransaction.requiringNew()
          .run(() -> Account.update("disabledAt = null where name = 'admin'"));
    }
    for (var name : List.of("admin-one", "admin-two")) {
      admin.request().delete("/api/accounts/{name}?videos=keep", name).then().statusCode(202);
    }
  }

  @Test
  void listsByNameInPages() {
    for (var name : List.of("list-a", "list-b", "list-c", "list.d")) {
      create(name, "viewer").statusCode(201);
    }
    patch("list-b", Map.of("status", "disabled")).statusCode(200);

    var first =
        admin.request().get("/api/accounts?q=list-&limit=2").then().statusCode(200).extract();
    assertThat(first.<List<String>>path("items.name")).containsExactly("list-a", "list-b");
    admin
        .request()
        .get("/api/accounts?q=LIST-&limit=2&after=" + first.<String>path("next"))
        .then()
        .body("items.name", equalTo(List.of("list-c")))
        .body("next", nullValue());
    admin
        .request()
        .get("/api/accounts?q=list&status=disabled&role=viewer")
        .then()
        .body("items.name", equalTo(List.of("list-b")));
    admin
        .request()
        .get("/api/accounts?q=creator2")
        .then()
        .body("items[0].demo", equalTo(true))
        .body("items[0].usage.usedBytes", notNullValue());
  }

  @Test
  void limitsOpenUploads() throws Exception {
    var person = InvitedPerson.create("open-1", "creator");
    patch("open-1", Map.of("quota", Map.of("openUploads", 1))).statusCode(200);

    var statuses =
        together(
            Stream.<Callable<Integer>>generate(
                    () -> () -> person.open(1_000).extract().statusCode())
                .limit(50)
                .toList());

    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    person
        .open(1_000)
        .statusCode(409)
        .body("code", equalTo("quota-exceeded"))
        .body("detail", containsString("1 unfinished uploads"));
    person.request().get("/api/me").then().body("quota.usedOpenUploads", equalTo(1));
    get("open-1").body("usage.usedOpenUploads", equalTo(1));
  }

  @Test
  void aLoweredQuotaRefusesUploadsAndDeletesNothing() {
    var person = InvitedPerson.create("lowered-1", "creator");
    person.open(5_000).statusCode(201);

    patch("lowered-1", Map.of("quota", Map.of("bytes", 1_000))).statusCode(200);

    person.open(1).statusCode(409).body("code", equalTo("quota-exceeded"));
    get("lowered-1").body("usage.usedBytes", equalTo(5_000)).body("usage.bytes", equalTo(1_000));
    patch("lowered-1", Map.of("quota", Map.of("bytes", "default"))).statusCode(200);
    person.open(1).statusCode(201);
  }

  /** 50 GB is decimal everywhere, and 50 GiB binary; the page shows what was typed. */
  @Test
  void aSizeIsShownAsItWasTyped() {
    create("sized-1", "creator").statusCode(201);
    for (var size :
        Map.of("50 GB", 50_000_000_000L, "50 GiB", 50L << 30, "1.5 tb", 1_500_000_000_000L)
            .entrySet()) {
      var shown = size.getKey().replace("tb", "TB");
      patch("sized-1", Map.of("quota", Map.of("bytes", size.getKey())))
          .statusCode(200)
          .body("quota.bytes", equalTo(size.getValue()));
      admin
          .request()
          .get("/admin/accounts/sized-1")
          .then()
          .body(containsString("name=\"bytes\" value=\"" + shown + "\""))
          .body(
              containsString(
                  "title=\"%s\">%s</data>".formatted(Formats.exactBytes(size.getValue()), shown)));
    }
    for (var invalid : List.of("50G", "fifty", "-1 GB", "9 PB 1")) {
      patch("sized-1", Map.of("quota", Map.of("bytes", invalid)))
          .statusCode(400)
          .body("detail", containsString("'quota.bytes'"));
      form("/admin/accounts/sized-1/quota", Map.of("seenBytes", "1.5 TB", "bytes", invalid))
          .statusCode(400)
          .body(containsString("type a size such as 500 MB or 2 GiB"));
    }
    patch("sized-1", Map.of("quota", Map.of("videos", "50 GB"))).statusCode(400);
  }

  @Test
  void createsAnAccountWithItsQuota() {
    var fields = Map.of("name", "limited-1", "role", "creator", "bytes", "a lot", "videos", "1000");
    form("/admin/accounts", fields)
        .statusCode(400)
        .body(containsString("Storage: type a size"))
        .body(containsString("value=\"a lot\""))
        .body(containsString("name=\"videos\" value=\"1000\""));
    admin.request().get("/api/accounts/limited-1").then().statusCode(404);

    var typed = new HashMap<>(fields);
    typed.put("bytes", "50 GB");
    var page = form("/admin/accounts", typed).statusCode(201).extract().asString();

    // Nothing on the page can be saved, which would replace the link.
    assertThat(page).containsPattern("UTC</time>\\. It won’t be shown again");
    assertThat(page).contains("/invitations/", "50 GB", "href=\"/admin/accounts/limited-1\"");
    assertThat(page.split("<main")[1]).doesNotContain("<form");
    get("limited-1")
        .body("quota.bytes", equalTo(50_000_000_000L))
        .body("quota.videos", equalTo(1000))
        .body("quota.openUploads", equalTo("default"));
  }

  @Test
  void saysWhatWasChanged() {
    create("spoken-1", "creator").statusCode(201);
    admin
        .request()
        .get("/admin/accounts/spoken-1")
        .then()
        .body(containsString("Yes, disable account"))
        .body(containsString("Yes, withdraw invitation"));
    var sentences =
        Map.of(
            "logout", "All sessions have ended.",
            "status", "Account enabled.",
            "invitation/withdrawal", "Invitation withdrawn.",
            "access/revocation", "All tokens and SSH keys revoked.");
    sentences.forEach(
        (form, sentence) -> {
          var location =
              form("/admin/accounts/spoken-1/" + form, Map.of("disabled", "false"))
                  .statusCode(303)
                  .extract()
                  .header("Location");
          admin.request().get(location).then().statusCode(200).body(containsString(sentence));
        });
    admin.request().get("/admin/accounts/spoken-1?done=unknown").then().statusCode(400);
  }

  @Test
  void leadsToTheVideosAndEntriesOfAnAccount() {
    var openUploads = String.format(Locale.ROOT, "%,d", quotas.defaults().openUploads());
    admin
        .request()
        .get("/admin/accounts/viewer")
        .then()
        .body(containsString("placeholder=\"default: unlimited\""))
        .body(containsString("placeholder=\"default: " + openUploads + "\""))
        .body(
            containsString(
                "Default for all accounts: unlimited storage, unlimited videos, "
                    + openUploads
                    + " open uploads."))
        .body(containsString("href=\"/admin/videos?owner=viewer\""))
        .body(containsString("href=\"/admin/audit?actor=viewer\""))
        .body(containsString("href=\"/admin/audit?subject=viewer\""));
  }

  @Test
  void pagesWorkWithoutScript() {
    var page =
        form("/admin/accounts", Map.of("name", "paged-1", "role", "creator"))
            .statusCode(201)
            .header("Cache-Control", "no-store")
            .body(containsString("Send this link"))
            .extract()
            .asString();
    assertThat(page).contains("/invitations/");
    form("/admin/accounts", Map.of("name", "paged-1", "role", "creator"))
        .statusCode(409)
        .body(containsString("in use"));
    form("/admin/accounts/paged-1/quota", Map.of("bytes", "50 GB", "videos", "x"))
        .statusCode(400)
        .body(containsString("id=\"quota-error\""))
        .body(containsString("Videos: type a number"))
        .body(containsString("name=\"bytes\" value=\"50 GB\""))
        .body(containsString("name=\"videos\" value=\"x\""))
        .body(
            containsString(
                "aria-describedby=\"quota-error quota-hint\" aria-invalid=\"true\" autofocus"));
    form("/admin/accounts/paged-1/quota", Map.of("bytes", "50 GB", "videos", "")).statusCode(303);
    form("/admin/accounts/paged-1/role", Map.of("seenRole", "creator", "role", "viewer"))
        .statusCode(303);
    admin
        .request()
        .get("/admin/accounts/paged-1")
        .then()
        .statusCode(200)
        .body(containsString("value=\"50 GB\""))
        .body(not(containsString("/invitations/")));
    form("/admin/accounts/paged-1/invitation/withdrawal", Map.of()).statusCode(303);
    form("/admin/accounts/paged-1/status", Map.of("disabled", "true")).statusCode(303);
    form("/admin/accounts/paged-1/status", Map.of("disabled", "false")).statusCode(303);
    form("/admin/accounts/paged-1/logout", Map.of()).statusCode(303);
    form("/admin/accounts/paged-1/invitation", Map.of())
        .statusCode(200)
        .body(containsString("Send this link"));
    form("/admin/accounts/paged-1/removal", Map.of("videos", "move", "to", "paged-1"))
        .statusCode(400)
        .body(containsString("<details class=\"second-step account-remove\" open>"))
        .body(containsString("value=\"move\" checked"))
        .body(containsString("name=\"to\" value=\"paged-1\""))
        .body(containsString("aria-describedby=\"remove-error\" autofocus"));
    form("/admin/accounts/paged-1/removal", Map.of("videos", "keep", "to", "")).statusCode(303);
    admin
        .request()
        .get("/admin/accounts?q=paged&status=removed")
        .then()
        .body(containsString("paged-1"));
    form("/admin/accounts/paged-1/status", Map.of("disabled", "true")).statusCode(409);
  }

  /** Two administrators open the page of an account; the second one has seen what is no more. */
  @Test
  void aPageThatIsOutOfDateChangesNothing() {
    create("stale-1", "viewer").statusCode(201);
    patch("stale-1", Map.of("role", "creator", "quota", Map.of("videos", 5))).statusCode(200);

    form("/admin/accounts/stale-1/role", Map.of("seenRole", "viewer", "role", "admin"))
        .statusCode(409)
        .body(containsString("Someone else has changed the role"))
        .body(containsString("value=\"admin\" selected"))
        .body(containsString("name=\"seenRole\" value=\"creator\""))
        .body(containsString("Saved: creator"));
    form("/admin/accounts/stale-1/quota", Map.of("seenVideos", "", "videos", "9", "bytes", "1 GiB"))
        .statusCode(409)
        .body(containsString("Someone else has changed the quota"))
        .body(containsString("name=\"seenVideos\" value=\"5\""))
        .body(containsString("name=\"videos\" value=\"9\""))
        .body(containsString("Saved: 5"))
        .body(containsString("Saved: default"));
    form("/admin/accounts/stale-1/role", Map.of("role", "admin")).statusCode(400);

    get("stale-1").body("role", equalTo("creator")).body("quota.videos", equalTo(5));
    assertThat(actions("stale-1")).containsOnlyOnce("account.created");
    form(
            "/admin/accounts/stale-1/quota",
            Map.of("seenVideos", "5", "videos", "9", "bytes", "1 GiB"))
        .statusCode(303);
    get("stale-1").body("quota.videos", equalTo(9)).body("quota.bytes", equalTo(1 << 30));
  }

  /** Each names another limit, so none may write what it has read before. */
  @Test
  void limitsThatAreChangedTogetherAllStay() throws Exception {
    create("limits-1", "creator").statusCode(201);

    for (var round = 1; round <= 5; round++) {
      var number = round;
      var changes =
          Stream.of("bytes", "videos", "openUploads")
              .<Callable<Integer>>map(
                  limit ->
                      () ->
                          patch("limits-1", Map.of("quota", Map.of(limit, number)))
                              .extract()
                              .statusCode())
              .toList();
      assertThat(together(changes)).containsOnly(200);
      get("limits-1")
          .body("quota.bytes", equalTo(number))
          .body("quota.videos", equalTo(number))
          .body("quota.openUploads", equalTo(number));
    }
  }

  private ValidatableResponse create(String name, String role) {
    return admin
        .request()
        .contentType(JSON)
        .body(Map.of("name", name, "role", role))
        .post("/api/accounts")
        .then();
  }

  private String invite(String name) {
    return InvitedPerson.pathOf(
        admin
            .request()
            .post("/api/accounts/{name}/invitation", name)
            .then()
            .statusCode(201)
            .extract()
            .path("url"));
  }

  private ValidatableResponse get(String name) {
    return admin.request().get("/api/accounts/{name}", name).then().statusCode(200);
  }

  private ValidatableResponse patch(String name, Map<String, ?> change) {
    return admin
        .request()
        .contentType(JSON)
        .body(change)
        .patch("/api/accounts/{name}", name)
        .then();
  }

  private static ValidatableResponse patchAs(
      InvitedPerson person, String name, Map<String, ?> change) {
    return person
        .request()
        .contentType(JSON)
        .body(change)
        .patch("/api/accounts/{name}", name)
        .then();
  }

  private ValidatableResponse form(String path, Map<String, String> fields) {
    return admin
        .request()
        .contentType("application/x-www-form-urlencoded")
        .formParams(fields)
        .post(path)
        .then();
  }

  private List<AuditEntry> entries(String name) {
    return QuarkusTransaction.requiringNew().call(() -> audit.historyOf(name).entries());
  }

  private List<String> actions(String name) {
    return entries(name).stream().map(AuditEntry::action).toList();
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    var pool = Executors.newFixedThreadPool(16);
    try {
      var results = new ArrayList<T>();
      for (var result : pool.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }
}
