package dev.slipway.account.quota;

import dev.slipway.account.CurrentAccount;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** The caller's own account. */
@Path("/api/me")
@Blocking
@Authenticated
class MeResource {
  private final CurrentAccount caller;
  private final Quotas quotas;

  MeResource(CurrentAccount caller, Quotas quotas) {
    this.caller = caller;
    this.quotas = quotas;
  }

  /** Returns the caller's name, roles, quota and usage. */
  @GET
  public Me me() {
    return new Me(caller.getName(), caller.roles(), quotas.viewOf(caller.getName()));
  }

  /** The caller's account. */
  record Me(String name, List<String> roles, QuotaView quota) {}
}
