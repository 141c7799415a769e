package dev.slipway.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Lets a replica write no file of more than a few kilobytes, by the limit that Linux has for a
 * process, until it is closed. To the program it is the failure of a disk that becomes full while a
 * file is written.
 */
final class FullDisk implements AutoCloseable {
  private static final int MAX_BYTES = 4096;

  private final Replica replica;

  private FullDisk(Replica replica) {
    this.replica = replica;
  }

  static FullDisk of(Replica replica) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux"), "Only Linux limits a running process");
    var disk = new FullDisk(replica);
    disk.limit(Integer.toString(MAX_BYTES));
    return disk;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    limit("unlimited");
  }

  private void limit(String bytes) throws IOException, InterruptedException {
    // Only the soft limit, because a process can't raise the other one again.
    Shell.run(
        List.of("prlimit", "--pid", Long.toString(replica.pid()), "--fsize=" + bytes + ":"),
        Map.of());
  }
}
