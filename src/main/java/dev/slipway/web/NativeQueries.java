package dev.slipway.web;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Creates native queries whose rows are single values or entities, and reads rows as JSON. */
public final class NativeQueries {
  private NativeQueries() {}

  /**
   * Creates a query whose only column has the type, as the driver returns it.
   *
   * <p>Use this instead of {@code createNativeQuery(sql, Long.class)}, whose results Hibernate 7.2
   * describes by an {@code ImplicitResultClassBuilder}. That has no {@code equals}, so the query is
   * never found in the cache of query plans: each execution adds an entry with the same hash code
   * and compares it with all earlier ones, up to two thousand.
   */
  @SuppressWarnings("unchecked")
  public static <T> NativeQuery<T> scalars(EntityManager entities, String sql, Class<T> type) {
    NativeQuery<Object> query = entities.createNativeQuery(sql).unwrap(NativeQuery.class);
    return query.setTupleTransformer((row, columns) -> type.cast(row[0]));
  }

  /**
   * Creates a query of entities, whose columns are {@code {alias.*}} in the SQL.
   *
   * <p>Use this instead of {@code select *}: when the migration of a newer version adds a column,
   * such a query fails once on each connection of this version: "cached plan must not change result
   * type".
   */
  public static <T> NativeQuery<T> entities(
      EntityManager entities, String sql, Class<T> type, String alias) {
    return entities.unwrap(Session.class).createNativeQuery(sql, type, alias);
  }

  /** Finds the row of a table that has an id, with the names of its columns. */
  public static Optional<String> rowAsJson(EntityManager entities, String table, String id) {
    return scalars(
            entities,
            "select cast(row_to_json(r) as text) from %s r where r.id = :id".formatted(table),
            String.class)
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst();
  }
}
