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
import java.util.Locale;

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

    static native TemplateInstance invited(InvitedPage page);

    private Templates() {}
  }

  /** A change that was made, with the sentence that the page says about it. */
  enum Change {
    ROLE("Role saved."),
    QUOTA("Quota saved."),
    DISABLED("Account disabled. Its sessions have ended."),
    ENABLED("Account enabled."),
    WITHDRAWN("Invitation withdrawn."),
    LOGOUT("All sessions have ended."),
    LINKED("Identity linked."),
    UNLINKED("Identity unlinked. The sessions of the account have ended."),
    TOKEN("Token revoked."),
    KEY("SSH key revoked."),
    ACCESS("All tokens and SSH keys revoked."),
    REMOVED("Account removed.");

    private final String sentence;

    Change(String sentence) {
      this.sentence = sentence;
    }
  }

  /**
   * @param access the account's tokens and keys
   * @param identities with which people log in to it at a provider
   * @param issuer of the configured provider, or null
   * @param error why the last change was refused, or null
   * @param done what was just changed, or null
   */
  record DetailPage(
      AccountView account,
      QuotaForm quota,
      AccountAccess.View access,
      List<IdentityLinks.View> identities,
      String issuer,
      String error,
      String done) {}

  /**
   * @param isNew whether the account was just created
   * @param link the address of the invitation
   */
  record InvitedPage(AccountView account, boolean isNew, String link, Instant expiresAt) {}

  /**
   * @param done what was just changed, or null
   * @throws ProblemException {@code not-found}
   */
  TemplateInstance show(String name, Change done) {
    return render(name, null, done == null ? null : done.sentence);
  }

  /**
   * Shows a link that can't be shown again. The page has no form, so that nothing that is saved on
   * it can replace it. Rendered instead of redirected to, because the link must not appear in an
   * address.
   */
  TemplateInstance withLink(String name, Issued issued, boolean isNew) {
    return Templates.invited(
        new InvitedPage(
            directory.require(name), isNew, urls.urlOf(issued.token()), issued.expiresAt()));
  }

  /** Makes a change, and answers with the page. */
  Response answer(String name, Change change, Runnable action) {
    try {
      action.run();
    } catch (ProblemException refusal) {
      return refused(name, refusal);
    }
    return Redirect.to(
        AccountPages.PATH + "/" + name, "done", change.name().toLowerCase(Locale.ROOT));
  }

  /**
   * @throws ProblemException if there is no such account
   */
  Response refused(String name, ProblemException refusal) {
    return Response.status(refusal.toProblem().status())
        .entity(render(name, refusal.getMessage(), null))
        .build();
  }

  private TemplateInstance render(String name, String error, String done) {
    var account = directory.require(name);
    return Templates.account(
        new DetailPage(
            account,
            QuotaForm.of(account.quota()),
            access.find(name),
            identities.find(name),
            identities.issuer().orElse(null),
            error,
            done));
  }
}
