package dev.slipway.sftp.files;

import dev.slipway.storage.RandomId;
import dev.slipway.web.SafeText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * The name of a file in an account's directory. The newest video with a name has exactly this name.
 * Older ones, and those whose name can't be one of a file, have their id in it: {@code clip
 * (id).mp4}.
 *
 * @param label the name as the catalogue keeps it
 * @param id of the video, if the name has one
 */
public record FileName(String label, Optional<String> id) {
  private static final Pattern WITH_ID =
      Pattern.compile("(.*) \\(([a-z2-7]{26})\\)(\\.[^.]*)?", Pattern.DOTALL);

  /**
   * Parses the name that a client uses.
   *
   * @throws SftpStatusException if no file can have it
   */
  public static FileName parse(String name) {
    var label =
        SafeText.label(name)
            .orElseThrow(
                () ->
                    new SftpStatusException(
                        SftpConstants.SSH_FX_FAILURE, "Give the file a name that can be shown."));
    var withId = WITH_ID.matcher(label);
    var id = withId.matches() ? Optional.of(withId.group(2)) : Optional.<String>empty();
    return new FileName(label, id.filter(RandomId::isValid));
  }

  /**
   * Returns the name of a video in the directory.
   *
   * @param fileName as the catalogue keeps it
   * @param unique whether no newer file has the same name
   */
  static String of(String fileName, String id, boolean unique) {
    if (unique && isUsable(fileName)) {
      return fileName;
    }
    var safe = fileName.replace('/', '_');
    var dot = safe.lastIndexOf('.');
    var end = dot > 0 ? dot : safe.length();
    return "%s (%s)%s".formatted(safe.substring(0, end), id, safe.substring(end));
  }

  /** Whether a client that uses this name means exactly this name. */
  private static boolean isUsable(String fileName) {
    return fileName.indexOf('/') < 0
        && !fileName.equals(".")
        && !fileName.equals("..")
        && !WITH_ID.matcher(fileName).matches()
        && SafeText.label(fileName).filter(fileName::equals).isPresent();
  }
}
