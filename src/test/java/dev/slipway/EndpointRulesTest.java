package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.rights.Endpoint;
import dev.slipway.testing.ApplicationClasses;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint with the rule that decides who may call it (ASVS 8.2.1). A new endpoint needs a
 * row here, so nobody publishes one by accident. {@code AccessMatrixTest} sends the requests.
 */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    // Without a relay the fault lab does not exist.
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
@Asvs("8.2.1")
class EndpointRulesTest {
  /** By address. Static files are public: they are the same for everyone. */
  private static final String EXPECTED =
      """
      GET    /                                    creator
      GET    /admin/audit                         admin
      GET    /admin/accounts                      admin
      POST   /admin/accounts                      admin
      GET    /admin/accounts/{name}               admin
      POST   /admin/accounts/{name}/access/revocation admin
      POST   /admin/accounts/{name}/access/ssh-keys/{id}/revocation admin
      POST   /admin/accounts/{name}/access/tokens/{id}/revocation admin
      POST   /admin/accounts/{name}/identities    admin
      POST   /admin/accounts/{name}/identities/removal admin
      POST   /admin/accounts/{name}/invitation    admin
      POST   /admin/accounts/{name}/invitation/withdrawal admin
      POST   /admin/accounts/{name}/logout        admin
      POST   /admin/accounts/{name}/quota         admin
      POST   /admin/accounts/{name}/removal       admin
      POST   /admin/accounts/{name}/role          admin
      POST   /admin/accounts/{name}/status        admin
      GET    /account                             logged in
      POST   /account/access/revocation           logged in
      POST   /account/password                    logged in
      POST   /account/ssh-keys                    creator
      POST   /account/ssh-keys/{id}/deletion      creator
      POST   /account/sessions/termination        logged in
      POST   /account/sessions/{id}/termination   logged in
      GET    /admin/dashboard                     admin
      POST   /admin/dashboard/rebuild             admin
      GET    /admin/doctor                        admin
      POST   /admin/doctor                        admin
      GET    /admin/drift                         admin
      POST   /admin/drift                         admin
      GET    /admin/drift/{id}                    admin
      POST   /admin/drift/{id}/approval           admin
      GET    /admin/inbox                         admin
      POST   /admin/inbox/replays                 admin
      GET    /admin/inbox/{id}                    admin
      POST   /admin/inbox/{id}/replays            admin
      GET    /admin/jobs                          admin
      POST   /admin/jobs                          admin
      GET    /admin/jobs/confirmation             admin
      POST   /admin/jobs/confirmation             admin
      GET    /admin/jobs/{id}                     admin
      POST   /admin/jobs/{id}/resume              admin
      POST   /admin/jobs/{id}/stop                admin
      POST   /admin/jobs/{id}/undo                admin
      GET    /admin/processing                    admin
      POST   /admin/processing/{videoId}/dismissals admin
      POST   /admin/processing/{videoId}/requests admin
      GET    /admin/videos                        admin
      GET    /admin/videos/{id}                   admin
      GET    /admin/videos/views                  admin
      POST   /admin/videos/views                  admin
      POST   /admin/videos/views/deletion         admin
      GET    /api/audit                           admin
      GET    /api/videos/export                   creator
      GET    /api/audit/export                    admin
      GET    /api/accounts                        admin
      POST   /api/accounts                        admin
      GET    /api/accounts/{name}                 admin
      PATCH  /api/accounts/{name}                 admin
      DELETE /api/accounts/{name}                 admin
      GET    /api/accounts/{name}/access          admin
      DELETE /api/accounts/{name}/access          admin
      DELETE /api/accounts/{name}/access/ssh-keys/{id} admin
      DELETE /api/accounts/{name}/access/tokens/{id} admin
      GET    /api/accounts/{name}/identities      admin
      POST   /api/accounts/{name}/identities      admin
      DELETE /api/accounts/{name}/identities      admin
      POST   /api/accounts/{name}/invitation      admin
      DELETE /api/accounts/{name}/invitation      admin
      DELETE /api/accounts/{name}/sessions        admin
      GET    /api/bulk                            creator
      GET    /api/bulk/{id}                       creator
      GET    /api/bulk/{id}/failures              creator
      POST   /api/bulk/{id}/resume                creator
      POST   /api/bulk/{id}/stop                  creator
      POST   /api/bulk/{id}/undo                  creator
      GET    /api/changes                         public
      GET    /api/dashboard                       admin
      POST   /api/dashboard/rebuild               admin
      GET    /api/doctor                          admin
      POST   /api/doctor                          admin
      GET    /api/lab/attacks                     creator
      POST   /api/lab/attacks/{name}              creator
      POST   /api/lab/choices/{name}              creator
      GET    /api/lab/faults                      admin
      POST   /api/lab/faults/{name}               admin
      DELETE /api/lab/faults/{name}               admin
      GET    /api/lab/comparisons                 logged in
      POST   /api/lab/comparisons                 creator
      GET    /api/lab/comparisons/{id}            logged in
      POST   /api/lab/comparisons/{id}/stop       creator
      POST   /api/lab/inspections                 logged in
      PUT    /api/lab/uploads/{fileName}          creator
      GET    /api/lab/walks/{id}                  creator
      GET    /api/me                              logged in
      PUT    /api/me/password                     logged in
      GET    /api/me/sessions                     logged in
      DELETE /api/me/sessions                     logged in
      DELETE /api/me/sessions/{id}                logged in
      GET    /api/me/ssh-keys                     creator
      POST   /api/me/ssh-keys                     creator
      DELETE /api/me/ssh-keys                     creator
      DELETE /api/me/ssh-keys/{id}                creator
      GET    /api/notifications                   admin
      POST   /api/notifications/replays           admin
      GET    /api/notifications/{id}              admin
      GET    /api/notifications/{id}/body         admin
      POST   /api/notifications/{id}/replays      admin
      GET    /api/processing                      admin
      GET    /api/reconciliations                 admin
      POST   /api/reconciliations                 admin
      GET    /api/reconciliations/{id}            admin
      POST   /api/reconciliations/{id}/approval   admin
      GET    /api/reconciliations/{id}/drift      admin
      GET    /api/views                           admin
      PUT    /api/views/{name}                    admin
      DELETE /api/views/{name}                    admin
      GET    /api/tokens                          creator
      POST   /api/tokens                          creator
      DELETE /api/tokens                          creator
      GET    /api/tokens/{id}                     creator
      DELETE /api/tokens/{id}                     creator
      GET    /api/uploads                         creator
      POST   /api/uploads                         creator
      GET    /api/uploads/{id}                    creator
      PATCH  /api/uploads/{id}                    creator
      DELETE /api/uploads/{id}                    creator
      PUT    /api/uploads/{id}/completion         creator
      POST   /api/uploads/{id}/parts              creator
      PUT    /api/uploads/{id}/url                creator
      GET    /api/videos                          public
      POST   /api/videos/bulk                     creator
      GET    /api/videos/jobs                     admin
      POST   /api/videos/jobs                     admin
      GET    /api/videos/jobs/{id}                admin
      GET    /api/videos/jobs/{id}/failures       admin
      POST   /api/videos/jobs/{id}/resume         admin
      POST   /api/videos/jobs/{id}/stop           admin
      POST   /api/videos/jobs/{id}/undo           admin
      GET    /api/videos/{id}                     public
      GET    /api/videos/{id}/hls/master.m3u8     public
      GET    /api/videos/{id}/hls/{rendition}.m3u8 public
      PATCH  /api/videos/{id}                     creator
      DELETE /api/videos/{id}                     creator
      GET    /api/videos/{id}/captions            public
      GET    /api/videos/{id}/captions/{language} public
      PUT    /api/videos/{id}/captions/{language} creator
      DELETE /api/videos/{id}/captions/{language} creator
      GET    /api/videos/{id}/poster              creator
      PUT    /api/videos/{id}/poster              creator
      DELETE /api/videos/{id}/poster              creator
      POST   /api/videos/{id}/poster/images       creator
      POST   /api/videos/{id}/processing          creator
      DELETE /api/videos/{id}/processing          admin
      POST   /api/videos/{id}/restoration         creator
      GET    /api/videos/{id}/storyboard.vtt      public
      GET    /api/videos/{id}/shares              creator
      POST   /api/videos/{id}/shares              creator
      DELETE /api/videos/{id}/shares/{shareId}    creator
      POST   /api/videos/{id}/urls                public
      GET    /api/webhooks                        creator
      POST   /api/webhooks                        creator
      GET    /api/webhooks/{id}                   creator
      PATCH  /api/webhooks/{id}                   creator
      DELETE /api/webhooks/{id}                   creator
      POST   /api/webhooks/{id}/secret            creator
      POST   /api/webhooks/{id}/test              creator
      GET    /api/webhooks/{id}/deliveries        creator
      POST   /api/webhooks/{id}/deliveries/{deliveryId}/replay creator
      POST   /api/webhooks/{id}/replay            creator
      GET    /api/{path: .*}                      logged in
      POST   /api/{path: .*}                      logged in
      PUT    /api/{path: .*}                      logged in
      PATCH  /api/{path: .*}                      logged in
      DELETE /api/{path: .*}                      logged in
      OPTIONS /api/{path: .*}                      logged in
      GET    /invitations/{token}                 public
      POST   /invitations/{token}                 public
      GET    /lab                                 logged in
      GET    /lab/attacks                         creator
      GET    /lab/capacity                        logged in
      GET    /lab/cheat-sheet                     logged in
      GET    /lab/choices                         logged in
      GET    /lab/faults                          admin
      GET    /lab/comparison                      logged in
      GET    /lab/questions                       logged in
      GET    /lab/signature                       logged in
      GET    /lab/uploads                         logged in
      GET    /lab/walk                            creator
      GET    /login                               public
      POST   /login                               public
      GET    /login/oidc                          public
      GET    /login/oidc/callback                 public
      POST   /login/oidc/backchannel-logout       public
      POST   /logout                              public
      POST   /notifications/s3                    public
      GET    /share/{token}                       public
      POST   /share/{token}                       public
      GET    /tokens                              creator
      POST   /tokens                              creator
      POST   /tokens/{id}/revocation              creator
      GET    /videos                              public
      GET    /videos/{id}                         public
      GET    /videos/{id}/download                public
      GET    /videos/{id}/embed                   public
      GET    /videos/{id}/poster                  public
      GET    /videos/mine                         creator
      POST   /videos/mine/bulk                    creator
      GET    /videos/trash                        creator
      GET    /videos/trash/emptying               creator
      POST   /videos/trash/emptying               creator
      POST   /videos/{id}/captions                creator
      POST   /videos/{id}/captions/{language}/deletion creator
      GET    /videos/{id}/deletion                creator
      POST   /videos/{id}/deletion                creator
      POST   /videos/{id}/details                 creator
      POST   /videos/{id}/processing              creator
      POST   /videos/{id}/restoration             creator
      GET    /videos/{id}/shares                  creator
      POST   /videos/{id}/shares                  creator
      POST   /videos/{id}/shares/{shareId}/revocation creator
      POST   /videos/{id}/trash                   creator
      GET    /webhooks                            creator
      POST   /webhooks                            creator
      GET    /webhooks/{id}                       creator
      POST   /webhooks/{id}                       creator
      POST   /webhooks/{id}/deletion              creator
      POST   /webhooks/{id}/deliveries/{deliveryId}/replay creator
      POST   /webhooks/{id}/replay                creator
      POST   /webhooks/{id}/secret                creator
      POST   /webhooks/{id}/status                creator
      POST   /webhooks/{id}/test                  creator
      """;

  @Inject Router router;

  @ConfigProperty(name = "quarkus.micrometer.binder.http-server.max-uri-tags")
  int maxPathsWithMetrics;

  @Test
  void everyEndpointHasTheExpectedRule() {
    assertThat(Endpoint.all().stream().map(Endpoint::toString).sorted())
        .as("the rule of each endpoint; a new one needs a row in this test")
        .containsExactlyElementsOf(EXPECTED.lines().sorted().toList());
  }

  /** A new method of such a class would be public without anybody deciding it. */
  @Test
  void noClassMakesItsMethodsPublic() {
    assertThat(ApplicationClasses.ALL).noneMatch(type -> type.isAnnotatedWith(PermitAll.class));
  }

  /**
   * A route that is registered with Vert.x has no annotation. These are those of Quarkus, and of
   * {@code TestScriptRoutes}.
   */
  @Test
  void noRouteIsRegisteredByHand() {
    assertThat(router.getRoutes())
        .isNotEmpty()
        .extracting(Route::getPath)
        .filteredOn(Objects::nonNull)
        .containsOnly("/", "/q/", "/test-javascript/", "/test-javascript/page");
  }

  /** Those that have none, such as files, have a few labels of their own. */
  @Test
  void requestsOfEveryPathAreCounted() {
    assertThat(Endpoint.all().stream().map(Endpoint::path).distinct())
        .hasSizeBetween(100, maxPathsWithMetrics - 50);
  }
}
