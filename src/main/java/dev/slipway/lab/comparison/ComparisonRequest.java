package dev.slipway.lab.comparison;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Comparator;
import java.util.List;

/**
 * A request for a run.
 *
 * @param size of the file in bytes, one of {@link #SIZES}; null for the first
 * @param clients how many at once, each of {@link #CLIENTS}; null for all of them
 */
record ComparisonRequest(Integer size, List<Integer> clients) {
  private static final int MIB = 1024 * 1024;

  /** Below 64 MiB, from which on files are sent in parts only, by default. */
  static final List<Integer> SIZES = List.of(MIB, 4 * MIB, 16 * MIB, 48 * MIB);

  static final List<Integer> CLIENTS = List.of(1, 10, 50);

  ComparisonRequest {
    size = size == null ? SIZES.get(0) : size;
    clients =
        clients == null
            ? CLIENTS
            : clients.stream()
                .distinct()
                .sorted(Comparator.nullsFirst(Comparator.naturalOrder()))
                .toList();
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  void requireValid() {
    if (!SIZES.contains(size)
        || clients.isEmpty()
        || !clients.stream().allMatch(number -> number != null && CLIENTS.contains(number))) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'size' must be one of %s bytes, and 'clients' some of %s.".formatted(SIZES, CLIENTS));
    }
  }

  int maxClients() {
    return clients.get(clients.size() - 1);
  }
}
