package dev.slipway.uploads.multipart;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/**
 * Keeps the checksum that was signed for each part, because not every store lists the checksums of
 * parts and because a URL can't be revoked. {@link DifferingPartPolicy} decides whether another
 * checksum may be signed for a part. A file can have 10,000 parts, signed a hundred at a time, so
 * one statement writes many rows.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class SignedPartRepository {
  private static final String INSERT =
      """
      insert into upload_part (upload_id, number, checksum_sha256)
      select ?, number, checksum from unnest(?, ?) as part (number, checksum)
      on conflict do nothing
      """;
  private static final String SELECT_DIFFERING =
      """
      select number from upload_part
      join unnest(?, ?) as part (number, checksum) using (number)
      where upload_id = ? and checksum_sha256 is distinct from part.checksum
      """;

  /**
   * {@code signed_anew} marks ambiguous parts. The column's name is kept for existing databases.
   */
  private static final String REPLACE =
      """
      update upload_part set checksum_sha256 = part.checksum, signed_anew = true, etag = null
      from unnest(?, ?) as part (number, checksum)
      where upload_id = ? and upload_part.number = part.number
        and checksum_sha256 is distinct from part.checksum
      """;

  private static final String SELECT =
      """
      select number, checksum_sha256, signed_anew, etag from upload_part where upload_id = ?
      """;

  private final EntityManager entities;

  SignedPartRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Records parts that have not been signed before. Parts that were signed before keep their
   * recorded checksum.
   *
   * @return the numbers of the parts that were signed with another checksum before
   */
  public Set<Integer> record(String uploadId, List<ValidatedPart> parts) {
    return withConnection(
        connection -> {
          try (var arrays = new PartArrays(connection, parts)) {
            if (insert(connection, uploadId, arrays) == parts.size()) {
              return Set.of();
            }
            return findDiffering(connection, uploadId, arrays);
          }
        });
  }

  /** Replaces the recorded checksums of parts, and marks the differing parts as ambiguous. */
  public void replaceChecksums(String uploadId, List<ValidatedPart> parts) {
    withConnection(
        connection -> {
          try (var arrays = new PartArrays(connection, parts);
              var statement = connection.prepareStatement(REPLACE)) {
            arrays.bind(statement, 1);
            statement.setString(3, uploadId);
            return statement.executeUpdate();
          }
        });
  }

  /** Records the ETag that the store returned for a part. */
  public void recordEtag(String uploadId, int number, String etag) {
    entities
        .createNativeQuery("update upload_part set etag = ?1 where upload_id = ?2 and number = ?3")
        .setParameter(1, etag)
        .setParameter(2, uploadId)
        .setParameter(3, number)
        .executeUpdate();
  }

  /** Returns what is recorded of an upload, by part number. */
  @Transactional
  public Map<Integer, RecordedPart> find(String uploadId) {
    return withConnection(
        connection -> {
          try (var statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, uploadId);
            try (var rows = statement.executeQuery()) {
              return readParts(rows);
            }
          }
        });
  }

  /** Deletes what is recorded of an upload whose parts are never assembled any more. */
  public void delete(String uploadId) {
    entities
        .createNativeQuery("delete from upload_part where upload_id = ?1")
        .setParameter(1, uploadId)
        .executeUpdate();
  }

  private static int insert(Connection connection, String uploadId, PartArrays arrays)
      throws SQLException {
    try (var statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, uploadId);
      arrays.bind(statement, 2);
      return statement.executeUpdate();
    }
  }

  private static Set<Integer> findDiffering(
      Connection connection, String uploadId, PartArrays arrays) throws SQLException {
    try (var statement = connection.prepareStatement(SELECT_DIFFERING)) {
      arrays.bind(statement, 1);
      statement.setString(3, uploadId);
      try (var rows = statement.executeQuery()) {
        return readNumbers(rows);
      }
    }
  }

  private static Set<Integer> readNumbers(ResultSet rows) throws SQLException {
    var numbers = new HashSet<Integer>();
    while (rows.next()) {
      numbers.add(rows.getInt(1));
    }
    return numbers;
  }

  private static Map<Integer, RecordedPart> readParts(ResultSet rows) throws SQLException {
    var parts = new HashMap<Integer, RecordedPart>();
    while (rows.next()) {
      var checksum = rows.getBytes(2);
      var part =
          new RecordedPart(
              checksum == null ? null : Checksums.toBase64(checksum),
              !rows.getBoolean(3),
              rows.getString(4));
      parts.put(rows.getInt(1), part);
    }
    return parts;
  }

  private <T> T withConnection(ConnectionWork<T> work) {
    return entities.unwrap(Session.class).doReturningWork(work::run);
  }

  /** Work on the connection of the current transaction. */
  private interface ConnectionWork<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Part numbers and checksums as two SQL arrays. */
  private record PartArrays(Array numbers, Array checksums) implements AutoCloseable {
    PartArrays(Connection connection, List<ValidatedPart> parts) throws SQLException {
      this(
          connection.createArrayOf(
              "integer", parts.stream().map(ValidatedPart::number).toArray(Integer[]::new)),
          connection.createArrayOf(
              "bytea", parts.stream().map(ValidatedPart::checksum).toArray(byte[][]::new)));
    }

    void bind(PreparedStatement statement, int firstIndex) throws SQLException {
      statement.setArray(firstIndex, numbers);
      statement.setArray(firstIndex + 1, checksums);
    }

    @Override
    public void close() throws SQLException {
      numbers.free();
      checksums.free();
    }
  }
}
