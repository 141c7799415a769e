package dev.slipway.sftp.files;

import java.util.ArrayDeque;
import java.util.Optional;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * A path that a client uses, without dot segments.
 *
 * @param name of the file in the only directory; empty for the directory itself
 */
public record FilePath(Optional<String> name) {
  /**
   * @throws SftpStatusException if the path is in another directory, because there is none
   */
  public static FilePath parse(String path) {
    var segments = new ArrayDeque<String>();
    for (var segment : path.split("/")) {
      switch (segment) {
        case "", "." -> {
          // The directory itself.
        }
        case ".." -> segments.pollLast();
        default -> segments.add(segment);
      }
    }
    if (segments.size() > 1) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_NO_SUCH_FILE,
          "There are no other directories. Put the file into the directory /.");
    }
    return new FilePath(Optional.ofNullable(segments.peek()));
  }

  /**
   * @throws SftpStatusException if this is the directory
   */
  public FileName requireFile() {
    return name.map(FileName::parse)
        .orElseThrow(
            () ->
                new SftpStatusException(
                    SftpConstants.SSH_FX_FAILURE, "/ is a directory. Give the name of a file."));
  }

  /** The absolute path. */
  public String absolute() {
    return "/" + name.orElse("");
  }
}
