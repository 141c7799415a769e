package dev.slipway.uploads.owner;

import dev.slipway.account.quota.OpenUploadCounts;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts open uploads for the quota, along the index of owners. */
@ApplicationScoped
class DatabaseOpenUploadCounts implements OpenUploadCounts {
  private final EntityManager entities;

  DatabaseOpenUploadCounts(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public long countOpen(String owner, long max) {
    return NativeQueries.scalars(
            entities,
            "select count(*) from (select from upload where owner = ?1 and status = 'OPEN'"
                + " limit ?2) counted",
            Long.class)
        .setParameter(1, owner)
        .setParameter(2, max)
        .getSingleResult();
  }

  @Override
  public Map<String, Long> countOpen(Collection<String> owners) {
    return owners.isEmpty()
        ? Map.of()
        : entities
            .createQuery(
                "select u.owner, count(u) from Upload u where u.owner in :owners and u.status = OPEN"
                    + " group by u.owner",
                Object[].class)
            .setParameter("owners", owners)
            .getResultStream()
            .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
  }
}
