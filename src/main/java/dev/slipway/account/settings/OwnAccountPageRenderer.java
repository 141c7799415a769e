package dev.slipway.account.settings;

import dev.slipway.account.AccountPasswords;
import dev.slipway.account.AccountPasswords.Changeability;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.QuotaView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.account.ssh.SshKeyView;
import dev.slipway.account.ssh.SshKeys;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Renders the page of the caller's account. */
@ApplicationScoped
class OwnAccountPageRenderer {
  private final CurrentAccount caller;
  private final AccountPasswords passwords;
  private final OwnSessions sessions;
  private final SshKeys keys;
  private final ProgramAccess access;
  private final Quotas quotas;

  OwnAccountPageRenderer(
      CurrentAccount caller,
      AccountPasswords passwords,
      OwnSessions sessions,
      SshKeys keys,
      ProgramAccess access,
      Quotas quotas) {
    this.caller = caller;
    this.passwords = passwords;
    this.sessions = sessions;
    this.keys = keys;
    this.access = access;
    this.quotas = quotas;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance account(AccountPage page);

    private Templates() {}
  }

  /**
   * The data of the page.
   *
   * @param role in words
   * @param quota null if the account may not upload
   * @param password whether it can be changed
   * @param access what acts for the account without its password
   * @param keys empty if the account may not upload
   * @param done which change was made just before, or null
   */
  record AccountPage(
      String role,
      QuotaView quota,
      Changeability password,
      PasswordForm form,
      List<SessionView> sessions,
      ProgramAccess.Counts access,
      List<SshKeyView> keys,
      KeyForm keyForm,
      String done) {}

  /**
   * @param done which change was made just before, or null
   */
  TemplateInstance afterChange(String done) {
    return render(PasswordForm.empty(), KeyForm.empty(), done);
  }

  TemplateInstance with(PasswordForm form) {
    return render(form, KeyForm.empty(), null);
  }

  TemplateInstance with(KeyForm form) {
    return render(PasswordForm.empty(), form, null);
  }

  private TemplateInstance render(PasswordForm form, KeyForm keyForm, String done) {
    return Templates.account(
        new AccountPage(
            role(),
            caller.isCreator() ? quotas.viewOf(caller.getName()) : null,
            passwords.changeabilityOf(caller.getName()),
            form,
            sessions.find(),
            access.count(),
            caller.isCreator() ? keys.findOwn() : List.of(),
            keyForm,
            done));
  }

  private String role() {
    if (caller.isAdmin()) {
      return "Administrator: manages all videos and this installation";
    }
    return caller.isCreator()
        ? "Creator: uploads and manages own videos"
        : "Viewer: watches videos";
  }
}
