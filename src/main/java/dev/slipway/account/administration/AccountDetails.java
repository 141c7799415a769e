package dev.slipway.account.administration;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.administration.Invitations.Issued;
import dev.slipway.account.administration.access.AccountAccess;
import dev.slipway.account.identity.IdentityLinks;
import dev.slipway.account.quota.Quotas;
import dev.slipway.web.KebabCase;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders the page of one account, and answers its forms. */
@ApplicationScoped
class AccountDetails {
  private final AccountDirectory directory;
  private final AccountAccess access;
  private final IdentityLinks identities;
  private final InvitationUrls urls;
  private final CurrentAccount caller;

  AccountDetails(
      AccountDirectory directory,
      AccountAccess access,
      IdentityLinks identities,
      InvitationUrls urls,
      CurrentAccount caller) {
    this.directory = directory;
    this.access = access;
    this.identities = identities;
    this.urls = urls;
    this.caller = caller;
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
   * A change that was refused.
   *
   * @param change null if it has no form that people fill in
   * @param fields of its form, as they were sent
   */
  record Refusal(Change change, Map<String, String> fields, ErrorCode code, String message) {
    private boolean isOf(String form) {
      return change == Change.valueOf(form.toUpperCase(Locale.ROOT));
    }

    private boolean isConflict() {
      return code == ErrorCode.ACCOUNT_CHANGED;
    }

    /** After a conflict, what the form has shown is no longer what is saved. */
    private String valueOf(String field, String saved) {
      return isConflict() && field.startsWith("seen") ? saved : fields.getOrDefault(field, saved);
    }
  }

  /**
   * The methods identify a form by the lower-case name of its change.
   *
   * @param saved the limits that are set
   * @param defaults the limits that apply where none is set
   * @param access the account's tokens and keys
   * @param identities with which people log in to it at a provider
   * @param issuer of the configured provider, or null
   * @param own whether the visitor is logged in to this account
   * @param refusal of the last change, or null
   * @param done what was just changed, or null
   */
  record DetailPage(
      AccountView account,
      QuotaForm saved,
      Quotas.Defaults defaults,
      AccountAccess.View access,
      List<IdentityLinks.View> identities,
      String issuer,
      boolean own,
      Refusal refusal,
      String done) {
    /** Why a change was refused whose form doesn't show it, or null. */
    public String error() {
      return refusal == null || hasForm(refusal.change()) ? null : refusal.message();
    }

    /** Why the change of this form was refused, or null. */
    public String errorOf(String form) {
      return isRefused(form) ? refusal.message() : null;
    }

    /** Whether someone else has changed what this form shows. */
    public boolean isConflict(String form) {
      return isRefused(form) && refusal.isConflict();
    }

    /** The value of a field: as it was sent if the change was refused, else as it is saved. */
    public String value(String form, String field, String savedValue) {
      return isRefused(form) ? refusal.valueOf(field, savedValue) : savedValue;
    }

    /** The limits in the fields. */
    public QuotaForm quota() {
      return new QuotaForm(
          value("quota", "bytes", saved.bytes()),
          value("quota", "videos", saved.videos()),
          value("quota", "openUploads", saved.openUploads()));
    }

    private boolean isRefused(String form) {
      return refusal != null && refusal.isOf(form);
    }

    private boolean hasForm(Change change) {
      if (change == null || account.removed()) {
        return false;
      }
      return change == Change.ROLE
          || change == Change.QUOTA
          || change == Change.REMOVED && !own
          || change == Change.LINKED && (issuer != null || !identities.isEmpty());
    }
  }

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
    return answer(name, change, Map.of(), action);
  }

  /**
   * Makes a change, and answers with the page.
   *
   * @param fields of the form by their names, which it shows again if the change is refused
   */
  Response answer(String name, Change change, Map<String, String> fields, Runnable action) {
    try {
      action.run();
    } catch (ProblemException problem) {
      return refused(name, new Refusal(change, fields, problem.code(), problem.getMessage()));
    }
    return Redirect.to(AccountPages.PATH + "/" + name, "done", KebabCase.of(change));
  }

  /**
   * @throws ProblemException if there is no such account
   */
  Response refused(String name, ProblemException problem) {
    return refused(name, new Refusal(null, Map.of(), problem.code(), problem.getMessage()));
  }

  private Response refused(String name, Refusal refusal) {
    return Response.status(refusal.code().status()).entity(render(name, refusal, null)).build();
  }

  private TemplateInstance render(String name, Refusal refusal, String done) {
    var account = directory.require(name);
    return Templates.account(
        new DetailPage(
            account,
            QuotaForm.of(account.quota()),
            directory.quotaDefaults(),
            access.find(name),
            identities.find(name),
            identities.issuer().orElse(null),
            caller.getName().equals(name),
            refusal,
            done));
  }
}
