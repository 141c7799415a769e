package dev.slipway.account.quota;

import dev.slipway.account.CurrentAccount;
import io.quarkus.runtime.configuration.MemorySize;
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
  private final QuotaConfig limits;

  MeResource(CurrentAccount caller, Quotas quotas, QuotaConfig limits) {
    this.caller = caller;
    this.quotas = quotas;
    this.limits = limits;
  }

  /** Returns the caller's name, roles, quota and usage. */
  @GET
  public Me me() {
    var usage = quotas.usageOf(caller.getName());
    var bytes = limits.bytes().map(MemorySize::asLongValue).orElse(null);
    var videos = limits.videos().isPresent() ? limits.videos().getAsLong() : null;
    var quota = new QuotaView(bytes, videos, usage.bytes(), usage.videos());
    return new Me(caller.getName(), caller.roles(), quota);
  }

  /** The caller's account. */
  record Me(String name, List<String> roles, QuotaView quota) {}

  /**
   * Limits and usage.
   *
   * @param bytes the limit in bytes, null if unlimited
   * @param videos the limit in videos, null if unlimited
   */
  record QuotaView(Long bytes, Long videos, long usedBytes, long usedVideos) {}
}
