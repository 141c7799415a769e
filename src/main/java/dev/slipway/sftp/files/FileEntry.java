package dev.slipway.sftp.files;

import dev.slipway.catalogue.VideoView;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import java.time.Instant;

/**
 * An entry of an account's directory: the directory itself, a video, or an unfinished file.
 *
 * @param size in bytes; of an unfinished file those that needn't be sent again
 * @param video null unless the entry is a video
 * @param upload null unless the entry is an unfinished file
 */
public record FileEntry(
    String name, long size, Instant modifiedAt, VideoView video, GrowingUpload upload) {
  public static FileEntry directory(String name) {
    return new FileEntry(name, 0, Instant.EPOCH, null, null);
  }

  /**
   * @param unique whether no newer file has the same name
   */
  static FileEntry of(VideoView video, boolean unique) {
    return new FileEntry(
        FileName.of(video.fileName, video.id, unique), video.size, video.storedAt, video, null);
  }

  /**
   * @param unique whether no newer unfinished file has the same name
   */
  static FileEntry of(GrowingUpload upload, boolean unique) {
    return new FileEntry(
        FileName.of(upload.fileName(), upload.id(), unique),
        upload.storedSize(),
        upload.openedAt(),
        null,
        upload);
  }

  public boolean isDirectory() {
    return video == null && upload == null;
  }

  public boolean isVideo() {
    return video != null;
  }

  public boolean isUnfinished() {
    return upload != null;
  }
}
