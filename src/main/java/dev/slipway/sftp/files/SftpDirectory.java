package dev.slipway.sftp.files;

import dev.slipway.catalogue.deletion.DeletionTransactions;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.uploads.UnfinishedFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The caller's directory: its videos and unfinished files. An unfinished file hides a video with
 * the same name, which is then listed with its id.
 */
@ApplicationScoped
public class SftpDirectory {
  private final VideoFiles videos;
  private final UnfinishedFiles unfinishedFiles;
  private final StreamedUploads uploads;
  private final DeletionTransactions deletions;

  SftpDirectory(
      VideoFiles videos,
      UnfinishedFiles unfinishedFiles,
      StreamedUploads uploads,
      DeletionTransactions deletions) {
    this.videos = videos;
    this.unfinishedFiles = unfinishedFiles;
    this.uploads = uploads;
    this.deletions = deletions;
  }

  /**
   * A page of the directory.
   *
   * @param unfinished the names of unfinished files, which come first
   * @param next the cursor of the next page; null on the last page
   */
  record DirectoryPage(List<FileEntry> entries, Set<String> unfinished, String next) {}

  DirectoryPage firstPage() {
    var entries = new ArrayList<FileEntry>();
    var names = new HashSet<String>();
    for (var upload : unfinishedFiles.list()) {
      entries.add(FileEntry.of(upload, names.add(upload.fileName())));
    }
    var page = page(names, null);
    entries.addAll(page.entries());
    return new DirectoryPage(entries, names, page.next());
  }

  /**
   * Returns the next page. Both arguments come from the previous page, which isn't the last one.
   */
  DirectoryPage nextPage(Set<String> unfinished, String cursor) {
    return page(unfinished, cursor);
  }

  public Optional<FileEntry> find(FileName name) {
    return name.id()
        .flatMap(this::findById)
        .or(
            () ->
                unfinishedFiles.findNewest(name.label()).map(upload -> FileEntry.of(upload, true)))
        .or(() -> videos.findNewestNamed(name.label()).map(video -> FileEntry.of(video, true)));
  }

  /** Moves a video to the trash, or aborts an unfinished file. */
  public void remove(FileEntry entry) {
    if (entry.isVideo()) {
      deletions.moveToTrash(entry.video().id);
    } else {
      uploads.abort(entry.upload().id());
    }
  }

  private Optional<FileEntry> findById(String id) {
    return videos
        .find(id)
        .map(video -> FileEntry.of(video, false))
        .or(() -> unfinishedFiles.find(id).map(upload -> FileEntry.of(upload, false)));
  }

  private DirectoryPage page(Set<String> unfinished, String cursor) {
    var page = videos.page(cursor);
    var newest =
        videos.selectNewestOfTheirName(page.items().stream().map(video -> video.id).toList());
    var entries =
        page.items().stream()
            .map(
                video ->
                    FileEntry.of(
                        video, newest.contains(video.id) && !unfinished.contains(video.fileName)))
            .toList();
    return new DirectoryPage(entries, unfinished, page.next());
  }
}
