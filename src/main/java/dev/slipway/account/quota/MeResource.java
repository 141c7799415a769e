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
  private final CurrentAccount current;
  private final Quotas quotas;
  private final QuotaConfig limits;

  MeResource(CurrentAccount current, Quotas quotas, QuotaConfig limits) {
    this.current = current;
    this.quotas = quotas;
    this.limits = limits;
  }

  /** Name, roles, quota and its use. */
  @GET
  public Me me() {
    var used = quotas.usageOf(current.getName());
    var bytes = limits.bytes().map(MemorySize::asLongValue).orElse(null);
    var videos = limits.videos().isPresent() ? limits.videos().getAsLong() : null;
    var quota = new QuotaView(bytes, videos, used.bytes(), used.videos());
    return new Me(current.getName(), current.roles(), quota);
  }

  /** The caller. */
  record Me(String name, List<String> roles, QuotaView quota) {}

  /**
   * Limits and use.
   *
   * @param bytes the limit in bytes, null for none
   * @param videos the limit in videos, null for none
   */
  record QuotaView(Long bytes, Long videos, long usedBytes, long usedVideos) {}
}
