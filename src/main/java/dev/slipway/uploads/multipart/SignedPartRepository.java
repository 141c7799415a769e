package dev.slipway.uploads.multipart;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
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
 * The checksum that was signed for each part. Not every store lists the checksums of parts, and a
 * URL can't be taken back. A file can have 10,000 parts, signed a hundred at a time, so rows are
 * written many in one statement.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class SignedPartRepository {
  private static final String INSERT =
      """
      insert into upload_part (upload_id, number, checksum_sha256)
      select ?, number, checksum from unnest(?, ?) as part (number, checksum)
      on conflict do nothing
      """;
  private static final String DIFFERING =
      """
      select number from upload_part
      join unnest(?, ?) as part (number, checksum) using (number)
      where upload_id = ? and checksum_sha256 is distinct from part.checksum
      """;
  private static final String REPLACE =
      """
      update upload_part set checksum_sha256 = part.checksum, signed_anew = true
      from unnest(?, ?) as part (number, checksum)
      where upload_id = ? and upload_part.number = part.number
        and checksum_sha256 is distinct from part.checksum
      """;
  private static final String PROMISES =
      """
      select number, checksum_sha256, signed_anew from upload_part
      where upload_id = ? and checksum_sha256 is not null
      """;

  private final EntityManager entities;

  SignedPartRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Records the parts that were never signed before.
   *
   * @return the numbers of those that were signed for other bytes before, which stays as it is
   */
  public Set<Integer> record(String uploadId, List<PartTerms> parts) {
    return on(
        connection -> {
          try (var arrays = new Arrays(connection, parts)) {
            if (insert(connection, uploadId, arrays) == parts.size()) {
              return Set.of();
            }
            return differing(connection, uploadId, arrays);
          }
        });
  }

  /** From now on other bytes are signed for these parts. */
  public void replaceChecksums(String uploadId, List<PartTerms> parts) {
    on(
        connection -> {
          try (var arrays = new Arrays(connection, parts);
              var statement = connection.prepareStatement(REPLACE)) {
            arrays.bind(statement, 1);
            statement.setString(3, uploadId);
            return statement.executeUpdate();
          }
        });
  }

  /** What was signed last, by part number. */
  public Map<Integer, SignedChecksum> findChecksums(String uploadId) {
    return on(
        connection -> {
          try (var statement = connection.prepareStatement(PROMISES)) {
            statement.setString(1, uploadId);
            try (var rows = statement.executeQuery()) {
              return findChecksums(rows);
            }
          }
        });
  }

  /** The upload is over, and so are its promises. */
  public void delete(String uploadId) {
    entities
        .createNativeQuery("delete from upload_part where upload_id = ?1")
        .setParameter(1, uploadId)
        .executeUpdate();
  }

  private static int insert(Connection connection, String uploadId, Arrays arrays)
      throws SQLException {
    try (var statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, uploadId);
      arrays.bind(statement, 2);
      return statement.executeUpdate();
    }
  }

  private static Set<Integer> differing(Connection connection, String uploadId, Arrays arrays)
      throws SQLException {
    try (var statement = connection.prepareStatement(DIFFERING)) {
      arrays.bind(statement, 1);
      statement.setString(3, uploadId);
      try (var rows = statement.executeQuery()) {
        return numbers(rows);
      }
    }
  }

  private static Set<Integer> numbers(ResultSet rows) throws SQLException {
    var numbers = new HashSet<Integer>();
    while (rows.next()) {
      numbers.add(rows.getInt(1));
    }
    return numbers;
  }

  private static Map<Integer, SignedChecksum> findChecksums(ResultSet rows) throws SQLException {
    var promises = new HashMap<Integer, SignedChecksum>();
    while (rows.next()) {
      var checksum = Checksums.toBase64(rows.getBytes(2));
      promises.put(rows.getInt(1), new SignedChecksum(checksum, !rows.getBoolean(3)));
    }
    return promises;
  }

  private <T> T on(Work<T> work) {
    return entities.unwrap(Session.class).doReturningWork(work::with);
  }

  /**
   * @param checksumSha256 in base64, as signed last
   * @param sole nothing else was ever signed: what the store has of the part must be this
   */
  public record SignedChecksum(String checksumSha256, boolean unambiguous) {}

  /** What is done on the transaction's connection. */
  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Numbers and checksums as two arrays of the database. */
  private record Arrays(Array numbers, Array checksums) implements AutoCloseable {
    Arrays(Connection connection, List<PartTerms> parts) throws SQLException {
      this(
          connection.createArrayOf(
              "integer", parts.stream().map(PartTerms::number).toArray(Integer[]::new)),
          connection.createArrayOf(
              "bytea", parts.stream().map(PartTerms::checksum).toArray(byte[][]::new)));
    }

    void bind(PreparedStatement statement, int first) throws SQLException {
      statement.setArray(first, numbers);
      statement.setArray(first + 1, checksums);
    }

    @Override
    public void close() throws SQLException {
      numbers.free();
      checksums.free();
    }
  }
}
