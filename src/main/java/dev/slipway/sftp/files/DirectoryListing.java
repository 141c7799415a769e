package dev.slipway.sftp.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** How far a client has read the directory. Only one page is in memory. */
public final class DirectoryListing {
  /** Clients accept replies of 256 KiB, and a name can have a kilobyte twice. */
  private static final int MAX_ENTRIES = 50;

  private final SftpDirectory directory;
  private final Queue<Line> lines = new ArrayDeque<>();
  private Set<String> unfinished = Set.of();
  private String cursor;
  private boolean started;

  /** An entry as a client sees it. */
  public record Line(String name, FileAttributes attributes) {}

  public DirectoryListing(SftpDirectory directory) {
    this.directory = directory;
    add(FileEntry.directory("."));
    add(FileEntry.directory(".."));
  }

  /** Returns the next entries; none at the end. */
  public List<Line> next() {
    while (lines.isEmpty() && (!started || cursor != null)) {
      readPage();
    }
    var next = new ArrayList<Line>();
    while (!lines.isEmpty() && next.size() < MAX_ENTRIES) {
      next.add(lines.remove());
    }
    return next;
  }

  private void readPage() {
    var page = started ? directory.nextPage(unfinished, cursor) : directory.firstPage();
    page.entries().forEach(this::add);
    unfinished = page.unfinished();
    cursor = page.next();
    started = true;
  }

  private void add(FileEntry entry) {
    lines.add(new Line(entry.name(), FileAttributes.of(entry)));
  }
}
