package dev.slipway.sftp.files;

import dev.slipway.sftp.files.AccountDirectory.DirectoryPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** How far a client has read the directory. Only one page is in memory. */
public final class DirectoryListing {
  /** Clients accept replies of 256 KiB, and a name can have a kilobyte twice. */
  private static final int MAX_ENTRIES = 50;

  private final AccountDirectory directory;
  private final Queue<FileEntry> entries = new ArrayDeque<>();
  private DirectoryPage page;

  public DirectoryListing(AccountDirectory directory) {
    this.directory = directory;
    entries.add(FileEntry.directory("."));
    entries.add(FileEntry.directory(".."));
  }

  /** Returns the next entries; none at the end. */
  public List<FileEntry> next() {
    while (entries.isEmpty() && (page == null || page.next() != null)) {
      page = page == null ? directory.firstPage() : directory.nextPage(page);
      entries.addAll(page.entries());
    }
    var next = new ArrayList<FileEntry>();
    while (!entries.isEmpty() && next.size() < MAX_ENTRIES) {
      next.add(entries.remove());
    }
    return next;
  }
}
