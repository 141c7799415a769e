package dev.slipway.account;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that an administrator can log in, and that the configured one is still one. */
@ApplicationScoped
class AdministratorCheck implements Check {
  private final Accounts accounts;
  private final Administrators administrators;

  AdministratorCheck(Accounts accounts, Administrators administrators) {
    this.accounts = accounts;
    this.administrators = administrators;
  }

  @Override
  public String name() {
    return "Administrators";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (!administrators.exists()) {
      return CheckResult.broken(
          administrators.canUsePasswords()
              ? "No administrator can log in. Restart the application, and open the link that it"
                  + " logs; see docs/accounts.md."
              : "No administrator can log in, because passwords are switched off. Log in at the"
                  + " OpenID Connect provider as a person with one of SLIPWAY_OIDC_ADMIN_ROLES, or"
                  + " set SLIPWAY_LOGIN_LOCAL to true.");
    }
    return accounts
        .findConfiguredProblem()
        .map(CheckResult::weak)
        .orElseGet(() -> CheckResult.fine("An administrator can log in."));
  }
}
