package dev.slipway.account.administration;

import dev.slipway.account.administration.Invitations.Issued;
import dev.slipway.account.administration.access.AccountAccess;
import dev.slipway.account.identity.IdentityLinks;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/** Renders the page of one account, and answers its forms. */
@ApplicationScoped
class AccountDetails {
  private final AccountDirectory directory;
  private final AccountAccess access;
  private final IdentityLinks identities;
  private final InvitationUrls urls;

  AccountDetails(
      AccountDirectory directory,
      AccountAccess access,
      IdentityLinks identities,
      InvitationUrls urls) {
    this.directory = directory;
    this.access = access;
    this.identities = identities;
    this.urls = urls;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance account(DetailPage page);

    private Templates() {}
  }

  /**
   * @param access the account's tokens and keys
   * @param identities with which people log in to it at a provider
   * @param issuer of the configured provider, or null
   * @param link the address of an invitation that was just issued, or null
   * @param linkExpiresAt null without a link
   * @param error why the last change was refused, or null
   * @param saved whether something was just changed
   */
  record DetailPage(
      AccountView account,
      QuotaForm quota,
      AccountAccess.View access,
      List<IdentityLinks.View> identities,
      String issuer,
      String link,
      Instant linkExpiresAt,
      String error,
      boolean saved) {}

  /**
   * @param saved whether something was just changed
   * @throws ProblemException {@code not-found}
   */
  TemplateInstance show(String name, boolean saved) {
    return render(name, null, null, saved);
  }

  /** Renders the page instead of redirecting, because the link must not appear in an address. */
  TemplateInstance withLink(String name, Issued issued) {
    return render(name, issued, null, false);
  }

  /** Makes a change, and answers with the page. */
  Response answer(String name, Runnable change) {
    try {
      change.run();
    } catch (ProblemException refusal) {
      return refused(name, refusal);
    }
    return Redirect.to(AccountPages.PATH + "/" + name, "saved", true);
  }

  /**
   * @throws ProblemException if there is no such account
   */
  Response refused(String name, ProblemException refusal) {
    return Response.status(refusal.toProblem().status())
        .entity(render(name, null, refusal.getMessage(), false))
        .build();
  }

  private TemplateInstance render(String name, Issued issued, String error, boolean saved) {
    var account = directory.require(name);
    return Templates.account(
        new DetailPage(
            account,
            QuotaForm.of(account.quota()),
            access.find(name),
            identities.find(name),
            identities.issuer().orElse(null),
            issued == null ? null : urls.urlOf(issued.token()),
            issued == null ? null : issued.expiresAt(),
            error,
            saved));
  }
}
