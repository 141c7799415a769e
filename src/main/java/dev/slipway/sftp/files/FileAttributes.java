package dev.slipway.sftp.files;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * The attributes of a file as version 3 of SFTP sends them.
 *
 * @param modifiedAt in whole seconds
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02#section-5">File
 *     attributes</a>
 */
public record FileAttributes(boolean directory, long size, Instant modifiedAt) {
  private static final int FLAGS =
      SftpConstants.SSH_FILEXFER_ATTR_SIZE
          | SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS
          | SftpConstants.SSH_FILEXFER_ATTR_ACMODTIME;

  /** Only the owner sees the directory. */
  private static final int DIRECTORY_MODE = 0040700;

  private static final int FILE_MODE = 0100600;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  public static FileAttributes of(FileEntry entry) {
    return new FileAttributes(entry.isDirectory(), entry.size(), entry.modifiedAt());
  }

  public void writeTo(Buffer buffer) {
    var seconds = Math.max(0, modifiedAt.getEpochSecond());
    buffer.putInt(FLAGS);
    buffer.putLong(size);
    buffer.putInt(directory ? DIRECTORY_MODE : FILE_MODE);
    buffer.putUInt(seconds);
    buffer.putUInt(seconds);
  }

  /** A line as {@code ls -l} prints it; some clients parse it. */
  public String toLine(String name, String owner) {
    return "%s   1 %-8s slipway  %12d %s %s"
        .formatted(
            directory ? "drwx------" : "-rw-------", owner, size, TIME.format(modifiedAt), name);
  }
}
